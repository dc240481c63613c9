import type { EvaluationSetView } from '@brain-ai/contract'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { ClipboardList, Download, Ellipsis, PencilLine, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { evaluationKey, evaluationSetQuery } from '../../evaluation-queries.ts'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { EvaluationQuestionForm } from '../../forms/evaluation-question-form.tsx'
import { EvaluationSetForm } from '../../forms/evaluation-set-form.tsx'
import { ImportQuestionsForm } from '../../forms/import-questions-form.tsx'
import { useMay } from '../../session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { saveBlob } from '../../ui/save-blob.ts'
import { Segments } from '../../ui/segments.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { useReportError } from '../../use-report-error.ts'
import { SettingsPage } from '../settings/settings-page.tsx'
import { Measurements } from './measurements.tsx'
import { QuestionList } from './question-list.tsx'

const route = getRouteApi('/shell/settings/search-quality/$setId')

type OpenDialog = 'question' | 'import' | 'rename' | 'delete'

/** One evaluation set: what was measured with it, and its questions. */
export function EvaluationSetPage() {
  const { t } = useTranslation()
  const { setId } = route.useParams()
  const { view = 'results', q } = route.useSearch()
  const navigate = useNavigate()
  const mayWrite = useMay('evaluation.write')
  const [dialog, setDialog] = useState<OpenDialog>()
  const { data: set, error, refetch } = useQuery(evaluationSetQuery(setId))
  const choose = (next: string) =>
    void navigate({ to: '.', search: { view: next === 'questions' ? 'questions' : undefined }, replace: true })
  const add = mayWrite && (
    <Button look="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setDialog('question')}>
      {t('searchQuality.addQuestion')}
    </Button>
  )
  const paste = mayWrite && (
    <Button icon={<ClipboardList aria-hidden className="size-4" />} onClick={() => setDialog('import')}>
      {t('searchQuality.pasteMany')}
    </Button>
  )
  return (
    <SettingsPage
      title={set?.name ?? t('settings.searchQuality')}
      intro={
        <Link to="/settings/search-quality" className="inline-flex min-h-6 items-center font-medium text-accent hover:underline">
          {t('searchQuality.allSets')}
        </Link>
      }
      actions={
        set && (
          <>
            {set.questions > 0 && add}
            <SetMenu set={set} onOpen={setDialog} />
          </>
        )
      }
    >
      <div className="mt-6 flex flex-col gap-4">
        {error && !set && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!set && !error && <Skeleton className="h-40" />}
        {set && set.questions > 0 && (
          <div className="sm:w-80">
            <Segments
              label={t('searchQuality.view')}
              isLabelHidden
              choices={[
                { value: 'results', label: t('searchQuality.results') },
                { value: 'questions', label: t('searchQuality.questions') },
              ]}
              value={view}
              onChoose={choose}
            />
          </div>
        )}
        {set && (view === 'questions' || set.questions === 0) && (
          <QuestionList
            setId={setId}
            q={q}
            actions={
              <>
                {paste}
                {add}
              </>
            }
          />
        )}
        {set && view === 'results' && set.questions > 0 && <Measurements set={set} />}
      </div>
      {set && <SetDialog set={set} open={dialog} onClose={() => setDialog(undefined)} />}
    </SettingsPage>
  )
}

function SetMenu({ set, onOpen }: { set: EvaluationSetView; onOpen: (dialog: OpenDialog) => void }) {
  const { t } = useTranslation()
  const mayWrite = useMay('evaluation.write')
  const download = useMutation({
    mutationFn: () => api.call(routes.evaluation.exportQuestions, { params: { id: set.id } }),
    onSuccess: (blob) => saveBlob(blob, `${set.name}.jsonl`),
    onError: useReportError(),
  })
  return (
    <Menu trigger={<IconButton label={t('searchQuality.setActions')} icon={<Ellipsis aria-hidden className="size-4" />} />}>
      <MenuItem icon={<Download aria-hidden />} onSelect={() => download.mutate()}>
        {t('searchQuality.export')}
      </MenuItem>
      {mayWrite && (
        <>
          <MenuItem icon={<ClipboardList aria-hidden />} onSelect={() => onOpen('import')}>
            {t('searchQuality.pasteMany')}
          </MenuItem>
          <MenuItem icon={<PencilLine aria-hidden />} onSelect={() => onOpen('rename')}>
            {t('searchQuality.rename')}
          </MenuItem>
          <MenuItem icon={<Trash2 aria-hidden />} isDanger onSelect={() => onOpen('delete')}>
            {t('searchQuality.deleteSet')}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}

function SetDialog({ set, open, onClose }: { set: EvaluationSetView; open: OpenDialog | undefined; onClose: () => void }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const titles: Record<OpenDialog, string> = {
    question: t('searchQuality.addQuestion'),
    import: t('searchQuality.pasteMany'),
    rename: t('searchQuality.rename'),
    delete: t('searchQuality.deleteSet'),
  }
  return (
    <Dialog isOpen={open !== undefined} onClose={onClose} title={open ? titles[open] : ''} closeLabel={t('app.close')}>
      {open === 'question' && <EvaluationQuestionForm setId={set.id} onDone={onClose} onCancel={onClose} />}
      {open === 'import' && <ImportQuestionsForm setId={set.id} onDone={onClose} onCancel={onClose} />}
      {open === 'rename' && <EvaluationSetForm set={set} onDone={onClose} onCancel={onClose} />}
      {open === 'delete' && (
        <ConfirmForm
          submitLabel={t('searchQuality.delete')}
          act={() => api.call(routes.evaluation.deleteSet, { params: { id: set.id } })}
          onCancel={onClose}
          onDone={() => {
            void navigate({ to: '/settings/search-quality' })
            void queryClient.invalidateQueries({ queryKey: evaluationKey() })
          }}
        >
          <p className="text-sm">{t('searchQuality.deleteSetText', { name: set.name })}</p>
        </ConfirmForm>
      )}
    </Dialog>
  )
}
