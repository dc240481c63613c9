import type { ConsideredPassage } from '@brain-ai/contract'
import { useTranslation } from 'react-i18next'
import { PlaceOf } from '../../answers/place-of.tsx'
import { formatNumber } from '../../formats.ts'

/** The passages that were considered for an answer, best first, with their scores and what became of them. */
export function ConsideredPassages({ passages }: { passages: ConsideredPassage[] }) {
  const { t } = useTranslation()
  if (passages.length === 0) return <p className="text-sm text-muted">{t('why.noPassages')}</p>
  return (
    <ol className="flex flex-col gap-2">
      {passages.map((passage) => (
        <li key={passage.passageId} className="rounded-xl border border-line p-3">
          <div className="flex items-start gap-3">
            <div className="min-w-0 flex-1">
              <p className="truncate text-sm font-medium">{passage.isAvailable ? passage.title : t('ask.sourceGone')}</p>
              {passage.isAvailable && <PlaceOf source={{ ...passage, page: null }} />}
            </div>
            <p className="shrink-0 text-right text-xs text-muted tabular-nums">
              {t('why.score', { score: formatNumber(passage.score, 2) })}
              {passage.citedAs !== null && (
                <span className="mt-0.5 block font-medium text-accent">{t('why.cited', { number: passage.citedAs })}</span>
              )}
              {passage.citedAs === null && passage.promptNumber !== null && <span className="mt-0.5 block">{t('why.read')}</span>}
            </p>
          </div>
          {passage.text !== '' && (
            <details className="group mt-2">
              <summary className="flex min-h-6 w-fit cursor-pointer rounded text-xs text-accent">{t('why.showText')}</summary>
              <p className="mt-1 max-h-60 overflow-y-auto text-sm whitespace-pre-line wrap-anywhere">{passage.text}</p>
            </details>
          )}
        </li>
      ))}
    </ol>
  )
}
