import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronRight, Plus, Target } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { evaluationSetsQuery } from '../../evaluation-queries.ts'
import { formatDate } from '../../formats.ts'
import { EvaluationSetForm } from '../../forms/evaluation-set-form.tsx'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { SettingsPage } from '../settings/settings-page.tsx'

/** The evaluation sets: questions with the documents that search should find for them. */
export function SearchQualityPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mayWrite = useMay('evaluation.write')
  const [isMaking, setIsMaking] = useState(false)
  const { data: sets, error, refetch } = useQuery(evaluationSetsQuery())
  const newSet = mayWrite && (
    <Button look="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setIsMaking(true)}>
      {t('searchQuality.newSet')}
    </Button>
  )
  return (
    <SettingsPage
      title={t('settings.searchQuality')}
      intro={t('searchQuality.intro')}
      actions={sets && sets.length > 0 && newSet}
    >
      <div className="mt-6 flex flex-col gap-4">
        {error && !sets && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!sets && !error && [1, 2].map((row) => <Skeleton key={row} className="h-16" />)}
        {sets?.length === 0 && (
          <div className="rounded-2xl border-2 border-dashed border-line">
            <EmptyState icon={<Target aria-hidden />} title={t('searchQuality.emptyTitle')} actions={newSet}>
              {t(mayWrite ? 'searchQuality.emptyText' : 'searchQuality.emptyReaderText')}
            </EmptyState>
          </div>
        )}
        {sets && sets.length > 0 && (
          <ul aria-label={t('searchQuality.sets')} className="divide-y divide-line rounded-xl border border-line bg-surface">
            {sets.map(({ id, name, questions, createdAt }) => (
              <li
                key={id}
                className="relative flex min-h-16 items-center gap-3 px-4 py-3 first:rounded-t-xl last:rounded-b-xl hover:bg-hover"
              >
                <div className="min-w-0 flex-1">
                  <h2 className="truncate text-sm font-medium">
                    <Link to="/settings/search-quality/$setId" params={{ setId: id }} className="after:absolute after:inset-0">
                      {name}
                    </Link>
                  </h2>
                  <p className="text-xs text-muted tabular-nums">
                    {t('searchQuality.questionCount', { count: questions })}
                    {' · '}
                    {t('searchQuality.madeOn', { date: formatDate(createdAt) })}
                  </p>
                </div>
                <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
              </li>
            ))}
          </ul>
        )}
      </div>
      <Dialog
        isOpen={isMaking}
        onClose={() => setIsMaking(false)}
        title={t('searchQuality.newSet')}
        intro={t('searchQuality.newSetIntro')}
        closeLabel={t('app.close')}
      >
        <EvaluationSetForm
          onCancel={() => setIsMaking(false)}
          onDone={({ id }) =>
            void navigate({ to: '/settings/search-quality/$setId', params: { setId: id }, search: { view: 'questions' } })
          }
        />
      </Dialog>
    </SettingsPage>
  )
}
