import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ErrorNotice, FormError } from '../../error-notice.tsx'
import { formatExactly, formatNumber } from '../../formats.ts'
import { instanceKey, mailQuery } from '../../queries.ts'
import { Button } from '../../ui/button.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { MailState } from './mail-state.tsx'

interface MailPanelProps {
  id: string
  hasServer: boolean
  onClose: () => void
}

/** One mail with its text, so that an operator can hand a link on where no mail leaves. */
export function MailPanel({ id, hasServer, onClose }: MailPanelProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const { data: mail, error, refetch } = useQuery(mailQuery(id))
  const retry = useMutation({
    mutationFn: () => api.call(routes.instance.retryMail, { params: { id } }),
    onSuccess: () => showToast({ text: t('instance.mailTried'), timeoutMs: 3000 }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: instanceKey }),
  })
  return (
    <SidePanel title={mail?.subject ?? t('instance.mailTitle')} subject={id} closeLabel={t('app.close')} onClose={onClose}>
      <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">
        {error && !mail && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!mail && !error && (
          <>
            <Skeleton className="h-5 w-1/2" />
            <Skeleton className="h-40" />
          </>
        )}
        {mail && (
          <>
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
              <dt className="text-muted">{t('instance.mailTo')}</dt>
              <dd className="wrap-anywhere">{mail.to}</dd>
              <dt className="text-muted">{t('instance.columnStatus')}</dt>
              <dd>
                <MailState state={mail.state} />
              </dd>
              <dt className="text-muted">{t('instance.mailWritten')}</dt>
              <dd>{formatExactly(mail.createdAt)}</dd>
              {mail.sentAt && (
                <>
                  <dt className="text-muted">{t('instance.mailSent')}</dt>
                  <dd>{formatExactly(mail.sentAt)}</dd>
                </>
              )}
              {mail.attempts > 0 && (
                <>
                  <dt className="text-muted">{t('instance.mailAttempts')}</dt>
                  <dd className="tabular-nums">{formatNumber(mail.attempts)}</dd>
                </>
              )}
            </dl>
            {mail.failure && <p className="rounded-lg bg-bad-soft px-3 py-2 text-sm text-bad wrap-anywhere">{mail.failure}</p>}
            {hasServer && (mail.state === 'failed' || mail.state === 'kept') && (
              <Button
                className="self-start"
                icon={<Send aria-hidden className="size-4" />}
                isBusy={retry.isPending}
                onClick={() => retry.mutate()}
              >
                {t('instance.mailRetry')}
              </Button>
            )}
            <FormError error={retry.error} />
            {mail.text === null ? (
              <p className="text-sm text-muted">{t('instance.mailTextGone')}</p>
            ) : (
              <pre className="rounded-xl border border-line bg-canvas p-4 font-sans text-sm whitespace-pre-wrap wrap-anywhere">
                {mail.text}
              </pre>
            )}
          </>
        )}
      </div>
    </SidePanel>
  )
}
