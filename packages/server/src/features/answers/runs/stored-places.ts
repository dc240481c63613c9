import type { Citation, NearPassage } from '@brain-ai/contract'
import type { StoredCitation, StoredPassage } from './answer.ts'

/** Whether the text beside a citation is borne out by it, as far as that was checked. @param unsupported the numbers of those where it is not */
export const isBorneOut = ({ number, isSupported }: Citation, unsupported: readonly number[]): boolean =>
  isSupported && !unsupported.includes(number)

/** @param unsupported the numbers of those that the text beside them does not bear out */
export const toStoredCitations = (citations: readonly Citation[], unsupported: readonly number[]): StoredCitation[] =>
  citations.map((citation) => {
    const { number, passageId, documentId, start, end } = citation
    return { number, passageId, documentId, start, end, isSupported: isBorneOut(citation, unsupported) }
  })

export const toStoredPassages = (passages: readonly NearPassage[]): StoredPassage[] =>
  passages.map(({ passageId, documentId, start, end, score }) => ({ passageId, documentId, start, end, score }))
