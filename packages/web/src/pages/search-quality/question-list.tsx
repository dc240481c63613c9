import type { EvaluationQuestionView, ExpectedView } from '@brain-ai/contract'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Ellipsis, FileText, MessageCircleQuestion, PencilLine, SearchX, Trash2, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { evaluationKey, evaluationQuestionsQuery } from '../../evaluation-queries.ts'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { EvaluationQuestionForm } from '../../forms/evaluation-question-form.tsx'
import { useMay } from '../../session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'

interface QuestionListProps {
  setId: string
  q: string | undefined
  /** Offered while there is no question. */
  actions: ReactNode
}

/** The questions of a set, with what each expects and whether that can be found now. */
export function QuestionList({ setId, q, actions }: QuestionListProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const list = useInfiniteQuery(evaluationQuestionsQuery(setId, q))
  const [acting, setActing] = useState<{ question: EvaluationQuestionView; on: 'edit' | 'delete' }>()
  const questions = list.data?.pages.flatMap((page) => page.questions)
  const total = list.data?.pages.at(-1)?.total
  const search = (text: string | undefined) =>
    void navigate({ to: '.', search: (now) => ({ ...now, q: text }), replace: true, resetScroll: false })
  const close = () => setActing(undefined)
  return (
    <>
      {(q || (total ?? 0) > 0) && (
        <search className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
          <SearchBox
            label={t('searchQuality.findQuestion')}
            value={q ?? ''}
            onChange={(text) => search(text || undefined)}
            className="w-full sm:w-80"
          />
          <p role="status" className="text-sm text-muted tabular-nums">
            {total === undefined ? '' : t('searchQuality.questionCount', { count: total })}
          </p>
        </search>
      )}
      {!questions && list.error && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {!questions && !list.error && [1, 2, 3].map((row) => <Skeleton key={row} className="h-20" />)}
      {total === 0 && !q && (
        <div className="rounded-2xl border-2 border-dashed border-line">
          <EmptyState icon={<MessageCircleQuestion aria-hidden />} title={t('searchQuality.noQuestionTitle')} actions={actions}>
            {t('searchQuality.noQuestionText')}
          </EmptyState>
        </div>
      )}
      {total === 0 && q && (
        <EmptyState
          icon={<SearchX aria-hidden />}
          title={t('searchQuality.noMatch')}
          actions={<Button onClick={() => search(undefined)}>{t('instance.clearSearch')}</Button>}
        />
      )}
      {questions && questions.length > 0 && (
        <ul aria-label={t('searchQuality.questions')} className="divide-y divide-line rounded-xl border border-line bg-surface">
          {questions.map((question) => (
            <QuestionRow key={question.id} question={question} onAct={(on) => setActing({ question, on })} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="self-center" isBusy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('documents.more')}
        </Button>
      )}
      <Dialog
        isOpen={acting !== undefined}
        onClose={close}
        title={t(acting?.on === 'delete' ? 'searchQuality.deleteQuestion' : 'searchQuality.editQuestion')}
        closeLabel={t('app.close')}
      >
        {acting?.on === 'edit' && (
          <EvaluationQuestionForm setId={setId} question={acting.question} onDone={close} onCancel={close} />
        )}
        {acting?.on === 'delete' && <DeleteForm setId={setId} question={acting.question} onDone={close} />}
      </Dialog>
    </>
  )
}

function QuestionRow({ question, onAct }: { question: EvaluationQuestionView; onAct: (on: 'edit' | 'delete') => void }) {
  const { t } = useTranslation()
  const mayWrite = useMay('evaluation.write')
  return (
    <li className="flex items-start gap-2 py-3 pr-2 pl-4">
      <div className="min-w-0 flex-1">
        <h2 lang={question.language} className="text-sm font-medium wrap-anywhere">
          {question.question}
        </h2>
        {question.notes && <p className="text-xs text-muted wrap-anywhere">{question.notes}</p>}
        <ul className="mt-1 flex flex-col gap-1">
          {question.expected.map((expected) => (
            <Expected key={`${expected.documentId} ${expected.quote}`} expected={expected} />
          ))}
          {question.expected.length === 0 && (
            <li className="flex items-center gap-1.5 text-xs text-busy">
              <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
              {t('searchQuality.nothingExpected')}
            </li>
          )}
        </ul>
      </div>
      {mayWrite && (
        <Menu
          trigger={
            <IconButton
              label={t('searchQuality.questionActions', { question: question.question })}
              icon={<Ellipsis aria-hidden className="size-4" />}
            />
          }
        >
          <MenuItem icon={<PencilLine aria-hidden />} onSelect={() => onAct('edit')}>
            {t('searchQuality.edit')}
          </MenuItem>
          <MenuItem icon={<Trash2 aria-hidden />} isDanger onSelect={() => onAct('delete')}>
            {t('searchQuality.delete')}
          </MenuItem>
        </Menu>
      )}
    </li>
  )
}

function Expected({ expected: { documentId, title, quote, state } }: { expected: ExpectedView }) {
  const { t } = useTranslation()
  return (
    <li className="flex flex-wrap items-baseline gap-x-1.5 text-xs text-muted">
      <FileText aria-hidden className="size-3.5 shrink-0 self-center" />
      <Link
        to="/documents"
        search={{ document: documentId }}
        className="min-w-0 truncate rounded py-1 font-medium text-text underline-offset-2 hover:underline"
      >
        {title}
      </Link>
      {quote && <q className="min-w-0 truncate">{quote}</q>}
      {state !== 'ready' && (
        <span className="rounded-full bg-busy-soft px-2 py-0.5 font-medium text-busy">{t(`expectedStates.${state}`)}</span>
      )}
    </li>
  )
}

function DeleteForm({ setId, question, onDone }: { setId: string; question: EvaluationQuestionView; onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return (
    <ConfirmForm
      submitLabel={t('searchQuality.delete')}
      act={() => api.call(routes.evaluation.deleteQuestion, { params: { id: setId, questionId: question.id } })}
      onCancel={onDone}
      onDone={() => {
        onDone()
        void queryClient.invalidateQueries({ queryKey: evaluationKey() })
      }}
    >
      <p className="text-sm wrap-anywhere">{t('searchQuality.deleteQuestionText', { question: question.question })}</p>
    </ConfirmForm>
  )
}
