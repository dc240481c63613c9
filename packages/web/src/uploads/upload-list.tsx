import { CircleAlert, CircleCheck, CircleDashed, Copy, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { textOfCode, textOfError } from '../error-text.ts'
import { formatBytes, formatPercent } from '../formats.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { ProgressBar } from '../ui/states.tsx'
import { isOver, type Rejection, type Upload } from './upload-queue.ts'
import { useUploadQueue, useUploads } from './uploads.tsx'

/** What is being sent, what has arrived, and what was not accepted with the reason. */
export function UploadList() {
  const { t } = useTranslation()
  const queue = useUploadQueue()
  const uploads = useUploads()
  if (uploads.length === 0) return null

  const done = uploads.filter(({ state }) => state === 'sent' || state === 'duplicate').length
  const rejected = uploads.filter(({ state }) => state === 'rejected').length
  const summary = t('uploads.summary', { done, total: uploads.length })
  // What needs a look comes first; then what is going on.
  const order = ['rejected', 'sending', 'waiting', 'stopped', 'duplicate', 'sent']
  const sorted = uploads.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
  return (
    <section aria-labelledby="uploads" className="rounded-xl border border-line bg-surface">
      <header className="flex min-h-11 items-center gap-3 border-b border-line py-1 pr-1 pl-4">
        <h2 id="uploads" className="text-sm font-semibold">
          {t('uploads.title')}
        </h2>
        <p role="status" className="flex-1 text-sm text-muted">
          {summary}
          {rejected > 0 && <span className="text-bad">{` · ${t('uploads.rejected', { count: rejected })}`}</span>}
        </p>
        {uploads.some(isOver) && (
          <Button look="ghost" onClick={queue.clear}>
            {t('uploads.clear')}
          </Button>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list has to be scrolled by keyboard */}
      <ul tabIndex={0} className="max-h-64 divide-y divide-line overflow-y-auto">
        {sorted.map((upload) => (
          <UploadRow key={upload.id} upload={upload} onStop={() => queue.stop(upload.id)} />
        ))}
      </ul>
    </section>
  )
}

const icons = {
  waiting: <CircleDashed aria-hidden className="size-4 text-muted" />,
  sending: <CircleDashed aria-hidden className="size-4 animate-spin text-busy" />,
  sent: <CircleCheck aria-hidden className="size-4 text-good" />,
  duplicate: <Copy aria-hidden className="size-4 text-muted" />,
  rejected: <CircleAlert aria-hidden className="size-4 text-bad" />,
  stopped: <X aria-hidden className="size-4 text-muted" />,
}

function UploadRow({ upload, onStop }: { upload: Upload; onStop: () => void }) {
  const { t } = useTranslation()
  const { name, state, sent, bytes } = upload
  return (
    <li className="flex items-center gap-3 py-1.5 pr-1 pl-4">
      {icons[state]}
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm">
          {name} <span className="text-xs text-muted">{formatBytes(bytes)}</span>
        </p>
        {state === 'rejected' ? (
          <p className="text-xs text-bad">{problemText(t, upload.problem)}</p>
        ) : state === 'sending' ? (
          <div className="mt-1 flex items-center gap-3">
            <ProgressBar value={sent} label={name} />
            <span className="text-xs whitespace-nowrap text-muted tabular-nums">
              {t('uploads.sending', { percent: formatPercent(sent) })}
            </span>
          </div>
        ) : (
          <p className="text-xs text-muted">{t(`uploads.${state}`)}</p>
        )}
      </div>
      {!isOver(upload) && (
        <IconButton label={t('uploads.stop', { name })} icon={<X aria-hidden className="size-4" />} onClick={onStop} />
      )}
    </li>
  )
}

function problemText(t: Parameters<typeof textOfError>[0], problem: unknown): string {
  if (problem instanceof Error || problem === undefined) return textOfError(t, problem).text
  const { code, message } = problem as Rejection
  return textOfCode(t, code, message)
}
