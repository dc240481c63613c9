import type { Citation, NearPassage } from '@brain-ai/contract'
import type { StoredCitation, StoredPassage } from './answer.ts'

/** @param unsupported the numbers of those that the text beside them does not bear out */
export const toStoredCitations = (citations: readonly Citation[], unsupported: readonly number[]): StoredCitation[] =>
  citations.map(({ number, passageId, documentId, start, end, isSupported }) => ({
    ...{ number, passageId, documentId, start, end },
    isSupported: isSupported && !unsupported.includes(number),
  }))

export const toStoredPassages = (passages: readonly NearPassage[]): StoredPassage[] =>
  passages.map(({ passageId, documentId, start, end, score }) => ({ passageId, documentId, start, end, score }))
