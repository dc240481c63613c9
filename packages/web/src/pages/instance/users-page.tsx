import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Users } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../formats.ts'
import { instanceUsersQuery } from '../../queries.ts'
import { EmptyState } from '../../ui/states.tsx'
import { InstanceFrame } from './instance-frame.tsx'
import { PagedList } from './paged-list.tsx'
import { UserTable } from './user-table.tsx'

const route = getRouteApi('/shell/instance/users')

/** Every account of the installation. */
export function InstanceUsersPage() {
  const { t } = useTranslation()
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(instanceUsersQuery(q))
  return (
    <InstanceFrame title={t('instance.users')}>
      <PagedList
        list={list}
        total={list.data?.pages.at(-1)?.total}
        lead={(total) => t('instance.userCount', { count: total, formatted: formatNumber(total) })}
        q={q}
        searchLabel={t('instance.searchUsers')}
        onSearch={(next) => void navigate({ search: { q: next }, replace: true })}
        empty={<EmptyState icon={<Users aria-hidden />} title={t('instance.noUsers')} />}
      >
        <UserTable users={list.data?.pages.flatMap((page) => page.users) ?? []} />
      </PagedList>
    </InstanceFrame>
  )
}
