import type { Answer, ChatChunk, ChatCompletion, ChatRequest } from '@brain-ai/contract'
import type { Answering, Question } from '#answers'
import type { WorkspaceContext } from '#platform/context'
import { getWholeAnswer, readAnswer } from '../read-answer.ts'
import { readMessages } from './read-messages.ts'

type ChatEvent = { readonly name: 'chunk'; readonly data: ChatChunk } | { readonly name: 'done'; readonly data: null }

/** Asks an agent as one asks a model of OpenAI. @throws BrainError request/invalid · agent/not-found · limit/reached · model/… */
export async function completeChat(ctx: WorkspaceContext, answering: Answering, request: ChatRequest): Promise<ChatCompletion> {
  const { answer, isCut } = await getWholeAnswer(ctx, answering, questionOf(request))
  const message = { role: 'assistant' as const, content: answer.answer, refusal: null }
  return {
    id: completionId(answer.id),
    object: 'chat.completion',
    created: secondsNow(ctx),
    model: answer.agent.name,
    choices: [{ index: 0, message, logprobs: null, finish_reason: isCut ? 'length' : 'stop' }],
    usage: usageOf(answer),
    citations: answer.citations,
    is_answered: answer.isAnswered,
  }
}

/** The same in chunks. The first one waits for the first text, so that what fails before it fails with its own status. */
export async function* streamChat(ctx: WorkspaceContext, answering: Answering, request: ChatRequest): AsyncGenerator<ChatEvent> {
  const includesUsage = request.stream_options?.include_usage === true
  const about = { id: '', object: 'chat.completion.chunk' as const, created: secondsNow(ctx), model: '' }
  type Choice = ChatChunk['choices'][number]
  const chunk = (choices: Choice[], more: Partial<ChatChunk> = {}): ChatEvent => ({
    name: 'chunk',
    data: { ...about, choices, ...(includesUsage && { usage: null }), ...more },
  })
  const delta = (said: Choice['delta'], finish: Choice['finish_reason'] = null): Choice[] => [
    { index: 0, delta: said, logprobs: null, finish_reason: finish },
  ]

  let [hasBegun, isCut] = [false, false]
  for await (const event of readAnswer(ctx, answering, questionOf(request))) {
    if (event.name === 'run-started') Object.assign(about, { id: completionId(event.data.run), model: event.data.agent.name })
    else if (event.name === 'text-cut') isCut = true
    else if (event.name === 'text-delta') {
      yield chunk(delta({ ...(!hasBegun && { role: 'assistant' as const }), content: event.data.text }))
      hasBegun = true
    } else if (event.name === 'answer-end') {
      const { citations, isAnswered } = event.data
      yield chunk(delta({}, isCut ? 'length' : 'stop'), { citations, is_answered: isAnswered })
      if (includesUsage) yield chunk([], { usage: usageOf(event.data) })
      yield { name: 'done', data: null }
    }
  }
}

const questionOf = ({ model, messages, collections }: ChatRequest): Question => ({
  ...readMessages(messages),
  agent: model,
  collections,
})

const completionId = (run: string): string => `chatcmpl-${run}`

const secondsNow = ({ app }: WorkspaceContext): number => Math.floor(app.now().getTime() / 1000)

const usageOf = ({ usage: { inputTokens, outputTokens } }: Answer): ChatCompletion['usage'] => ({
  prompt_tokens: inputTokens,
  completion_tokens: outputTokens,
  total_tokens: inputTokens + outputTokens,
})
