import type { Answer } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { ChevronDown, CircleQuestionMark, Copy, RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { copyAnswer } from '../../answers/copy-answer.ts'
import { formatNumber } from '../../formats.ts'
import { agentsQuery } from '../../queries.ts'
import { useMay } from '../../session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { showToast } from '../../ui/show-toast.ts'
import type { TurnProps } from './turn-view.tsx'
import { VersionSwitch } from './version-switch.tsx'

type AnswerActionsProps = TurnProps & { answer: Answer }

/** What can be done with an answer, and in small print how it came about. */
export function AnswerActions({ answer, turn, conversation, actions, onShow }: AnswerActionsProps) {
  const { t } = useTranslation()
  const mayAsk = useMay('answers.ask') && conversation.isMine
  const { data: agents = [] } = useQuery(agentsQuery())
  const others = agents.filter(({ id }) => id !== answer.agent.id)
  const { retry } = actions
  const again = (agent?: string) =>
    retry.mutate(
      { messageId: answer.id, agent },
      { onSuccess: ({ run }) => onShow({ message: run, source: undefined, of: undefined }) },
    )
  async function copy() {
    const markdown = copyAnswer(answer, {
      page: (page) => t('app.page', { page }),
      link: (id) => `${window.location.origin}/documents?document=${id}`,
      gone: t('ask.sourceGone'),
    })
    await copyText(markdown)
    showToast({ text: t('app.copied'), timeoutMs: 2500 })
  }
  return (
    <div className="-ml-2.5 flex flex-wrap items-center gap-1">
      <VersionSwitch
        versions={turn.answers}
        label={t('conversation.answerVersions')}
        onChoose={(message) => onShow({ message, source: undefined, of: undefined })}
      />
      {answer.answer !== '' && (
        <Button look="ghost" icon={<Copy aria-hidden className="size-4" />} title={t('ask.copyHint')} onClick={() => void copy()}>
          {t('ask.copy')}
        </Button>
      )}
      {mayAsk && (
        <div className="flex">
          <Button
            look="ghost"
            isBusy={retry.isPending}
            icon={<RotateCcw aria-hidden className="size-4" />}
            onClick={() => again()}
          >
            {t('ask.again')}
          </Button>
          {others.length > 0 && (
            <Menu
              align="start"
              trigger={
                <IconButton label={t('ask.againWith')} icon={<ChevronDown aria-hidden className="size-4" />} className="md:h-9" />
              }
            >
              {others.map(({ id, name }) => (
                <MenuItem key={id} onSelect={() => again(id)}>
                  {t('ask.againWithAgent', { agent: name })}
                </MenuItem>
              ))}
            </Menu>
          )}
        </div>
      )}
      {conversation.isMine && (
        <Button
          look="ghost"
          icon={<CircleQuestionMark aria-hidden className="size-4" />}
          onClick={() => onShow({ why: answer.id, source: undefined, of: undefined })}
        >
          {t('ask.why')}
        </Button>
      )}
      <SmallPrint answer={answer} />
    </div>
  )
}

function SmallPrint({ answer: { agent, timings, usage, isFromCache } }: { answer: Answer }) {
  const { t } = useTranslation()
  const maySeeUsage = useMay('usage.read')
  const tokens = usage.inputTokens + usage.outputTokens
  const parts = [
    t('ask.by', { agent: agent.name }),
    ...(isFromCache ? [t('ask.fromCache')] : []),
    ...(maySeeUsage ? [t('ask.took', { seconds: formatNumber(timings.totalMs / 1000, 2) })] : []),
    ...(maySeeUsage && tokens > 0 ? [t('ask.tokens', { count: tokens, formatted: formatNumber(tokens) })] : []),
    ...(maySeeUsage && usage.costNanos !== null ? [t('ask.cost', { cost: formatNumber(usage.costNanos / 1e9, 4) })] : []),
  ]
  return <p className="ml-auto pl-2.5 text-xs text-muted">{parts.join(' · ')}</p>
}
