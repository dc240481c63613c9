import { BrainError, type ChatMessage } from '@brain-ai/contract'
import type { Question, Turn } from '#answers'

const longestQuestion = 2_000
const mostTurns = 6

/**
 * The question that a list of messages asks, and what was said before it. Messages of one side that follow each other are one; what
 * the system says is left out, because agents have instructions of their own.
 * @throws BrainError request/invalid
 */
export function readMessages(messages: readonly ChatMessage[]): Required<Pick<Question, 'question' | 'history'>> {
  const said: { role: 'user' | 'assistant'; text: string }[] = []
  for (const { role, content } of messages) {
    if (role !== 'user' && role !== 'assistant') continue
    const text = textOf(content)
    const last = said.at(-1)
    if (last?.role === role) last.text = [last.text, text].filter(Boolean).join('\n\n')
    else said.push({ role, text })
  }
  const asked = said.at(-1)
  if (asked?.role !== 'user' || asked.text === '') throw invalid('the last one must be of the user and say something')
  const { length } = asked.text
  if (length > longestQuestion) throw invalid(`the last one has ${length} characters; a question has at most ${longestQuestion}`)

  const history: Turn[] = []
  for (const [i, { role, text }] of said.entries()) {
    const before = said[i - 1]
    if (role === 'assistant' && before) history.push({ question: before.text.slice(0, longestQuestion), answer: text })
  }
  return { question: asked.text, history: history.slice(-mostTurns) }
}

function textOf(content: ChatMessage['content']): string {
  const text = typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join('\n\n')
  return text.trim()
}

const invalid = (message: string) =>
  new BrainError('request/invalid', 'The request does not fit what this address expects.', {
    errors: [{ path: 'messages', message }],
  })
