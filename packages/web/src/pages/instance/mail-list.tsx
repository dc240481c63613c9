import type { MailView } from '@brain-ai/contract'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatExactly, formatMoment } from '../../formats.ts'
import { classNames } from '../../ui/class-names.ts'
import { MailState } from './mail-state.tsx'

/** The mails, newest first; a row opens its mail at the side. */
export function MailList({ mails, open }: { mails: MailView[]; open: string | undefined }) {
  const { t } = useTranslation()
  return (
    <ul aria-label={t('instance.mail')} className="border-t border-line">
      {mails.map(({ id, to, subject, state, failure, createdAt }) => (
        <li key={id} className="border-b border-line">
          <Link
            to="/instance/mail"
            search={(now) => ({ ...now, mail: id })}
            resetScroll={false}
            preload={false}
            aria-current={open === id ? 'true' : undefined}
            className={classNames(
              'grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 px-3 py-3 text-sm -outline-offset-2 transition-colors',
              open === id ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            <span className="truncate font-medium">{subject}</span>
            <span className="justify-self-end">
              <MailState state={state} />
            </span>
            <span className="truncate text-xs text-muted">{to}</span>
            <time
              dateTime={createdAt}
              title={formatExactly(createdAt)}
              className="text-right text-xs whitespace-nowrap text-muted"
            >
              {formatMoment(createdAt)}
            </time>
            {failure && <span className="col-span-2 line-clamp-2 text-xs text-bad wrap-anywhere">{failure}</span>}
          </Link>
        </li>
      ))}
    </ul>
  )
}
