import type { Answer, AnswerExplanation } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { isCode } from '../../api.ts'
import { ErrorNotice } from '../../error-notice.tsx'
import { formatNumber } from '../../formats.ts'
import { explanationQuery } from '../../queries.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Notice, Skeleton } from '../../ui/states.tsx'
import { ConsideredPassages } from './considered-passages.tsx'
import { ReplaySection } from './replay-section.tsx'

/** Why an answer is what it is: what was considered, by whom, and whether it would be the same again. */
export function WhyPanel({ answer, onClose }: { answer: Answer; onClose: () => void }) {
  const { t } = useTranslation()
  const { data, error, refetch } = useQuery(explanationQuery(answer.id))
  return (
    <SidePanel title={t('why.title')} subject={answer.id} closeLabel={t('app.close')} onClose={onClose}>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to scroll by keyboard too
        tabIndex={0}
        aria-label={t('why.title')}
        className="flex flex-1 flex-col gap-6 overflow-y-auto px-5 py-5 -outline-offset-2"
      >
        {error &&
          (isCode(error, 'run/not-found') ? (
            <Notice look="plain" title={t('why.none')} />
          ) : (
            <ErrorNotice error={error} onRetry={() => void refetch()} />
          ))}
        {!data && !error && [1, 2, 3, 4].map((row) => <Skeleton key={row} className="h-16 shrink-0" />)}
        {data && <Explanation explanation={data} answer={answer} />}
      </section>
    </SidePanel>
  )
}

function Explanation({ explanation, answer }: { explanation: AnswerExplanation; answer: Answer }) {
  const { t } = useTranslation()
  const { question, searchedFor, agent, model, corpusVersion, currentCorpusVersion, prompt, timings } = explanation
  const taken = [...explanation.removedCitations.map((number) => `[${number}]`), ...explanation.removedContent]
  return (
    <>
      <p className="text-sm text-muted">{t('why.intro')}</p>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-2 text-sm">
        {searchedFor !== question && <Fact name={t('why.searchedFor')}>{searchedFor}</Fact>}
        <Fact name={t('why.agent')}>{t('why.agentVersion', { agent: agent.name, version: agent.version })}</Fact>
        <Fact name={t('why.model')}>{model === 'extractive' ? t('modelNames.extractive') : model}</Fact>
        <Fact name={t('why.corpus')}>
          {formatNumber(corpusVersion)}
          {corpusVersion !== currentCorpusVersion && (
            <span className="text-muted">{` · ${t('why.corpusChanged', { version: formatNumber(currentCorpusVersion) })}`}</span>
          )}
        </Fact>
        <Fact name={t('why.time')}>
          <Timings timings={timings} />
          {answer.isFromCache && <span className="text-muted">{` · ${t('ask.fromCache')}`}</span>}
        </Fact>
        {explanation.tools.length > 0 && (
          <Fact name={t('why.tools')}>
            {explanation.tools.map(({ tool, subject }) => t(`tools.${tool as 'search'}`, { subject })).join(' · ')}
          </Fact>
        )}
        {taken.length > 0 && <Fact name={t('why.removed')}>{taken.join(', ')}</Fact>}
      </dl>
      <Part title={t('why.passages')} intro={t('why.passagesIntro')}>
        <ConsideredPassages passages={explanation.passages} />
      </Part>
      <Support explanation={explanation} text={answer.answer} />
      {prompt && (
        <Part title={t('why.prompt')}>
          <p className="text-sm text-muted">
            {t('why.promptFacts', {
              version: prompt.version,
              temperature: formatNumber(prompt.temperature, 2),
              tokens: formatNumber(prompt.inputTokens),
            })}
          </p>
          {prompt.system === null ? (
            <p className="text-sm text-muted">{t('why.promptHidden')}</p>
          ) : (
            <Disclosure summary={t('why.promptShow')}>
              <pre className="max-h-96 overflow-auto border-t border-line p-3 font-mono text-xs whitespace-pre-wrap">
                {prompt.system}
              </pre>
            </Disclosure>
          )}
        </Part>
      )}
      <ReplaySection answer={answer} />
    </>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{name}</dt>
    <dd className="min-w-0 wrap-anywhere">{children}</dd>
  </>
)

export function Part({ title, intro, children }: { title: string; intro?: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-2 border-t border-line pt-5">
      <h3 id={id} className="text-sm font-semibold">
        {title}
      </h3>
      {intro && <p className="text-xs text-muted">{intro}</p>}
      {children}
    </section>
  )
}

function Timings({ timings }: { timings: AnswerExplanation['timings'] }) {
  const { t } = useTranslation()
  const steps = [
    ['rewrite', timings.rewriteMs],
    ['retrieval', timings.retrievalMs],
    ['firstToken', timings.firstTokenMs],
    ['compose', timings.composeMs],
    ['total', timings.totalMs],
  ] as const
  return steps
    .filter(([, ms]) => ms !== undefined)
    .map(([name, ms]) => t(`timings.${name}`, { ms: formatNumber(Math.round(ms!)) }))
    .join(' · ')
}

/** Each sentence with how well its sources bear it out. */
function Support({ explanation: { sentences, supportThreshold }, text }: { explanation: AnswerExplanation; text: string }) {
  const { t } = useTranslation()
  const checked = sentences.filter(({ support }) => support !== null)
  if (checked.length === 0) return null
  return (
    <Part title={t('why.support')} intro={t('why.supportIntro', { threshold: formatNumber(supportThreshold, 2) })}>
      <ol className="flex flex-col gap-2 text-sm">
        {checked.map(({ start, end, support, isSupported }) => (
          <li key={start} className="flex items-start gap-3">
            <span
              className={`w-10 shrink-0 rounded-md px-1 text-center text-xs leading-5 font-semibold tabular-nums ${isSupported ? 'bg-good-soft text-good' : 'bg-busy-soft text-busy'}`}
            >
              {formatNumber(support!, 2)}
            </span>
            <span className="min-w-0 wrap-anywhere">{text.slice(start, end).trim()}</span>
          </li>
        ))}
      </ol>
    </Part>
  )
}
