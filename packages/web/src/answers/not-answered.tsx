import type { Answer } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { SearchX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { documentCountsQuery } from '../queries.ts'
import { useMay } from '../session.ts'
import { buttonClass } from '../ui/button.tsx'
import { Notice } from '../ui/states.tsx'
import { PlaceOf } from './place-of.tsx'

/** The honest answer when the documents do not say, with what comes nearest. */
export function NotAnswered({ answer }: { answer: Pick<Answer, 'passages'> }) {
  const { t } = useTranslation()
  const mayWrite = useMay('documents.write')
  const { data: counts } = useQuery(documentCountsQuery())
  const isEmpty = counts?.ready === 0
  return (
    <div className="flex flex-col gap-6">
      <Notice
        look="plain"
        level="h3"
        icon={<SearchX aria-hidden className="text-muted" />}
        title={isEmpty ? t('ask.notAnsweredEmptyTitle') : t('ask.notAnsweredTitle')}
        actions={
          mayWrite && (
            <Link to="/documents" className={buttonClass('secondary')}>
              {t('ask.emptyAction')}
            </Link>
          )
        }
      >
        <p>{isEmpty ? t('ask.notAnsweredEmptyText') : t('ask.notAnsweredText')}</p>
        {!isEmpty && <p className="mt-1 text-muted">{t('ask.notAnsweredAdvice')}</p>}
      </Notice>
      {answer.passages.length > 0 && (
        <div>
          <h3 className="text-xs font-medium text-muted">{t('ask.nearest')}</h3>
          <p className="mb-2 text-xs text-muted">{t('ask.nearestHint')}</p>
          <ul className="grid gap-2 sm:grid-cols-2">
            {answer.passages.slice(0, 4).map((passage) => (
              <li key={passage.passageId}>
                <Link
                  to="/documents"
                  search={{ document: passage.documentId, at: `${passage.start}-${passage.end}` }}
                  className="block h-full rounded-xl border border-line bg-surface p-3 transition-colors hover:border-line-strong"
                >
                  <span className="block truncate text-sm font-medium">{passage.title}</span>
                  <PlaceOf source={passage} />
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
