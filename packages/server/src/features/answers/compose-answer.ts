import type { Citation, NearPassage } from '@brain-ai/contract'
import type { Retrieval, RetrievedPassage } from '#retrieval'
import { composeExtractive, passagesRead } from './compose-extractive.ts'
import { readableText } from './readable-text.ts'

/** What is said next, and the citation whose marker it carries. */
export type AnswerPart = { readonly text: string; readonly citation: Citation | undefined }

/** An answer before it has an id; `parts` joined are the text of the answer. */
export type ComposedAnswer = {
  readonly isAnswered: boolean
  readonly language: string
  readonly parts: readonly AnswerPart[]
  readonly passages: readonly NearPassage[]
}

const documentsDoNotSay = {
  en: 'Your documents do not say.',
  de: 'In Ihren Dokumenten steht dazu nichts.',
}

/** The answer to a question from what was retrieved for it: each sentence quoted, with its number and its place. */
export function composeAnswer(question: string, retrieval: Retrieval): ComposedAnswer {
  const { isAnswered, language, sentences } = composeExtractive(question, retrieval)
  const passages = retrieval.passages.slice(0, passagesRead).map(nearPassage)
  if (!isAnswered) return { isAnswered, language, parts: [{ text: documentsDoNotSay[language], citation: undefined }], passages }
  const parts = sentences.map(({ passageIndex, start, end, text }, i) => {
    const passage = retrieval.passages[passageIndex]!
    const before = sentences[i - 1]
    const previous = before && retrieval.passages[before.passageIndex]
    const gap = previous === undefined ? '' : previous.documentId === passage.documentId ? ' ' : '\n\n'
    const citation: Citation = {
      number: i + 1,
      ...placeOf(passage),
      start: passage.start + start,
      end: passage.start + end,
      quote: text,
      isSupported: true,
    }
    return { text: `${gap}${readableText(text)} [${i + 1}]`, citation }
  })
  return { isAnswered, language, parts, passages }
}

function nearPassage(passage: RetrievedPassage): NearPassage {
  return { ...placeOf(passage), start: passage.start, end: passage.end, score: passage.score }
}

function placeOf(passage: RetrievedPassage) {
  const { passageId, documentId, documentTitle, headingPath, page } = passage
  return { passageId, documentId, title: documentTitle, headingPath: [...headingPath], page }
}
