import type { Citation } from '@brain-ai/contract'
import type { RetrievedPassage } from '#retrieval'
import type { FollowUp } from '../runs/answer.ts'

const most = 3
const longestHeading = 80
const sentences = {
  en: (topic: string) => `What does it say about “${topic}”?`,
  de: (topic: string) => `Was steht zu „${topic}“?`,
}

/** Questions about what stands beside the answer: headings of near passages that it did not use. */
export function suggestFromHeadings(
  question: string,
  passages: readonly RetrievedPassage[],
  citations: readonly Citation[],
  language: string,
): FollowUp[] {
  const cited = new Set(citations.map(({ passageId }) => passageId))
  const asked = wordsOf(question)
  const used = new Set(passages.filter(({ passageId }) => cited.has(passageId)).map((passage) => topicOf(passage).toLowerCase()))
  const suggested: FollowUp[] = []
  for (const passage of passages) {
    const topic = topicOf(passage)
    if (cited.has(passage.passageId) || topic === '' || topic.length > longestHeading || used.has(topic.toLowerCase())) continue
    // A heading that says nothing beyond the question leads back to the same answer.
    if ([...wordsOf(topic)].every((word) => asked.has(word))) continue
    used.add(topic.toLowerCase())
    const say = language === 'de' ? sentences.de : sentences.en
    suggested.push({ question: say(topic), documentId: passage.documentId })
    if (suggested.length === most) break
  }
  return suggested
}

const topicOf = ({ headingPath, documentTitle }: RetrievedPassage): string => (headingPath.at(-1) ?? documentTitle).trim()

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
