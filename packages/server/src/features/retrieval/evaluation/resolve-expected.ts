import { BrainError, type ErrorCode } from '@brain-ai/contract'
import type { WorkspaceDb } from '#platform/database'
import { findQuotes, findReferredDocuments, holdDocuments } from './expected-document-store.ts'

/** A document that should be found, as somebody names it. */
export interface NamedDocument {
  /** Its id, source, file name or title; of several the first that leads to a document. */
  readonly document: string | readonly string[]
  readonly quote: string
  readonly relevance: number
}

export interface ResolvedDocument {
  readonly documentId: string
  /** With single spaces. */
  readonly quote: string
  readonly relevance: number
}

/** Why a named document cannot be expected. */
export interface ExpectedProblem {
  readonly code: ErrorCode & `${'document' | 'evaluation'}/${string}`
  readonly message: string
}

/**
 * Turns names into documents that the reader may read, and checks that each quote stands in a passage. What is found stays there until
 * the end of the transaction.
 * @returns for each of them the document or the problem
 */
export async function resolveExpected(
  db: WorkspaceDb,
  named: readonly NamedDocument[],
): Promise<(ResolvedDocument | ExpectedProblem)[]> {
  const references = named.map(({ document }) => (typeof document === 'string' ? [document] : document))
  const found = await findReferredDocuments(db, [...new Set(references.flat())])
  const documentsOf = references.map((names) => names.map((name) => found.get(name)).find((ids) => ids !== undefined) ?? [])
  const held = await holdDocuments(db, [...new Set(documentsOf.flat())])
  const results = named.map(({ quote, relevance }, i): ResolvedDocument | ExpectedProblem => {
    const [documentId, ...others] = documentsOf[i]!.filter((id) => held.has(id))
    if (documentId === undefined)
      return { code: 'document/not-found', message: `There is no document “${shorten(references[i]![0])}”.` }
    if (others.length > 0)
      return {
        code: 'evaluation/document-ambiguous',
        message: `Several documents are called “${shorten(references[i]![0])}”. Name the one you mean by its id.`,
      }
    return { documentId, quote: quote.replace(/\s+/g, ' ').trim(), relevance }
  })
  const quoted = results.flatMap((result, i) => ('documentId' in result && result.quote !== '' ? [{ ...result, i }] : []))
  const isThere = quoted.length > 0 ? await findQuotes(db, quoted) : []
  for (const [at, { i }] of quoted.entries())
    if (!isThere[at])
      results[i] = {
        code: 'evaluation/quote-not-found',
        message: 'The quote stands in no passage of the document. Copy a sentence or two as they stand there.',
      }
  return results
}

/** @throws BrainError for the first problem */
export function assertResolved(results: readonly (ResolvedDocument | ExpectedProblem)[]): ResolvedDocument[] {
  return results.map((result) => {
    if ('code' in result) throw new BrainError(result.code, result.message)
    return result
  })
}

const shorten = (name = ''): string => (name.length > 80 ? `${name.slice(0, 79)}…` : name)
