import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Building2 } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../formats.ts'
import { instanceWorkspacesQuery } from '../../queries.ts'
import { EmptyState } from '../../ui/states.tsx'
import { InstanceFrame } from './instance-frame.tsx'
import { PagedList } from './paged-list.tsx'
import { WorkspaceTable } from './workspace-table.tsx'

const route = getRouteApi('/shell/instance/workspaces')

/** Every workspace of the installation: its plan, its state and how large it is. Never what is in it. */
export function InstanceWorkspacesPage() {
  const { t } = useTranslation()
  const { q } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(instanceWorkspacesQuery(q))
  const workspaces = list.data?.pages.flatMap((page) => page.workspaces) ?? []
  return (
    <InstanceFrame title={t('instance.workspaces')}>
      <PagedList
        list={list}
        total={list.data?.pages.at(-1)?.total}
        lead={(total) => t('instance.workspaceCount', { count: total, formatted: formatNumber(total) })}
        q={q}
        searchLabel={t('instance.searchWorkspaces')}
        onSearch={(next) => void navigate({ search: { q: next }, replace: true })}
        empty={<EmptyState icon={<Building2 aria-hidden />} title={t('instance.noWorkspaces')} />}
      >
        <WorkspaceTable workspaces={workspaces} />
      </PagedList>
    </InstanceFrame>
  )
}
