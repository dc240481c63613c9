import { Copy, PencilLine, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../formats.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { showToast } from '../../ui/show-toast.ts'
import { answerToMarkdown } from './answer-markdown.ts'
import type { LiveAnswer } from './use-answer.ts'

interface AnswerActionsProps {
  answer: LiveAnswer
  question: string
  onAgain: () => void
  onEdit: () => void
}

/** What can be done with an answer, and in small print how it came about. */
export function AnswerActions({ answer, question, onAgain, onEdit }: AnswerActionsProps) {
  const { t } = useTranslation()
  async function copy() {
    const markdown = answerToMarkdown(
      { question, answer: answer.text, citations: answer.citations },
      {
        page: (page) => t('app.page', { page }),
        link: (id) => `${window.location.origin}/documents?document=${id}`,
      },
    )
    await copyText(markdown)
    showToast({ text: t('app.copied'), timeoutMs: 2500 })
  }
  const isCopyable = answer.text !== '' && answer.whole?.isAnswered !== false
  return (
    <div className="-ml-2.5 flex flex-wrap items-center gap-1">
      {isCopyable && (
        <Button look="ghost" icon={<Copy aria-hidden className="size-4" />} title={t('ask.copyHint')} onClick={() => void copy()}>
          {t('ask.copy')}
        </Button>
      )}
      <Button look="ghost" icon={<RotateCcw aria-hidden className="size-4" />} onClick={onAgain}>
        {t('ask.again')}
      </Button>
      <Button look="ghost" icon={<PencilLine aria-hidden className="size-4" />} title={t('ask.editHint')} onClick={onEdit}>
        {t('ask.edit')}
      </Button>
      {answer.whole && (
        <p className="ml-auto pl-2.5 text-xs text-muted">
          {t('ask.by', { agent: answer.whole.agent.name })}
          {' · '}
          {t('ask.took', { seconds: formatNumber(answer.whole.timings.totalMs / 1000, 2) })}
        </p>
      )}
    </div>
  )
}
