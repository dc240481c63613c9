import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Inbox, MailWarning } from 'lucide-react'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../formats.ts'
import { instanceMailsQuery } from '../../queries.ts'
import { EmptyState, Notice } from '../../ui/states.tsx'
import { InstanceFrame } from './instance-frame.tsx'
import { MailList } from './mail-list.tsx'
import { MailPanel } from './mail-panel.tsx'
import { PagedList } from './paged-list.tsx'

const route = getRouteApi('/shell/instance/mail')

/** The outbox: what left, what waits, and what has nowhere to go. */
export function InstanceMailPage() {
  const { t } = useTranslation()
  const { q, mail } = route.useSearch()
  const navigate = route.useNavigate()
  const list = useInfiniteQuery(instanceMailsQuery(q))
  const last = list.data?.pages.at(-1)
  const mails = list.data?.pages.flatMap((page) => page.mails) ?? []
  const close = useCallback(
    () => void navigate({ search: (now) => ({ ...now, mail: undefined }), resetScroll: false }),
    [navigate],
  )
  return (
    <InstanceFrame
      title={t('instance.mail')}
      aside={mail && <MailPanel id={mail} hasServer={last?.hasServer ?? false} onClose={close} />}
    >
      {last?.hasServer === false && (
        <Notice look="busy" icon={<MailWarning aria-hidden className="text-busy" />} title={t('instance.noServerTitle')}>
          {t('instance.noServerText')}
        </Notice>
      )}
      <PagedList
        list={list}
        total={last?.total}
        lead={(total) => t('instance.mailCount', { count: total, formatted: formatNumber(total) })}
        q={q}
        searchLabel={t('instance.searchMails')}
        onSearch={(next) => void navigate({ search: (now) => ({ ...now, q: next }), replace: true })}
        empty={
          <EmptyState icon={<Inbox aria-hidden />} title={t('instance.noMails')}>
            {t('instance.noMailsText')}
          </EmptyState>
        }
      >
        <MailList mails={mails} open={mail} />
      </PagedList>
    </InstanceFrame>
  )
}
