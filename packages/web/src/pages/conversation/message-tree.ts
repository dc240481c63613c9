import type { Answer, MessageView } from '@brain-ai/contract'

/** A place among messages that stand for each other: edited questions, repeated answers. */
export interface Versions {
  /** Ids, oldest first. */
  all: string[]
  current: string
}

/** A question with the answer that is shown to it. */
export interface Turn {
  question: MessageView
  questions: Versions
  /** Undefined while there is none. */
  answer: (MessageView & { answer: Answer }) | undefined
  answers: Versions
}

/**
 * The branch of a conversation that a message is on, going on below it with what is newest. Messages come oldest first.
 * @param wanted a message of the branch; the newest one unless told
 */
export function readBranch(messages: readonly MessageView[], wanted: string | undefined): Turn[] {
  const known = new Map(messages.map((message) => [message.id, message]))
  const isOnPath = new Set<string>()
  const leaf = (wanted !== undefined && known.get(wanted)) || messages.at(-1)
  for (let at: MessageView | undefined = leaf; at; at = at.parentId === null ? undefined : known.get(at.parentId))
    isOnPath.add(at.id)

  const childrenOf = (parentId: string | null) => messages.filter((message) => message.parentId === parentId)
  const choose = (siblings: MessageView[]) => siblings.find(({ id }) => isOnPath.has(id)) ?? siblings.at(-1)
  const versions = (siblings: MessageView[], current: string): Versions => ({ all: siblings.map(({ id }) => id), current })

  const turns: Turn[] = []
  let parentId: string | null = null
  for (;;) {
    const questions = childrenOf(parentId)
    const question = choose(questions)
    if (!question) return turns
    const answers = childrenOf(question.id)
    const answer = choose(answers) as Turn['answer']
    turns.push({
      question,
      questions: versions(questions, question.id),
      answer,
      answers: versions(answers, answer?.id ?? ''),
    })
    if (!answer) return turns
    parentId = answer.id
  }
}
