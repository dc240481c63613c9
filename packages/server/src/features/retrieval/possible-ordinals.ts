import type { WorkspaceDb } from '#platform/database'
import { possibleTerms } from './lexical/analyzer.ts'
import { ordinalsOfBlock } from './lexical/posting-block.ts'
import { forEachWord } from './lexical/word-characters.ts'
import { listBlocksOfTerms } from './retrieval-store.ts'

/**
 * Which passages can hold all of these phrases, told from the index: the few whose text is worth a look.
 * @returns undefined where the index says nothing of their words
 */
export async function findPossibleOrdinals(
  db: WorkspaceDb,
  phrases: readonly string[] | undefined,
): Promise<((ordinal: number) => boolean) | undefined> {
  const words = new Map<string, readonly string[]>()
  for (const phrase of phrases ?? []) {
    forEachWord(phrase, (word) => {
      const terms = possibleTerms(word)
      if (terms !== undefined) words.set(word, terms)
    })
  }
  if (words.size === 0) return undefined
  const rows = await listBlocksOfTerms(db, [...new Set([...words.values()].flat())])
  const ofTerm = Map.groupBy(rows, ({ term }) => term)
  const ordinalsOf = (terms: readonly string[]) =>
    new Set(terms.flatMap((term) => (ofTerm.get(term) ?? []).flatMap(ordinalsOfBlock)))
  const possible = [...words.values()].map(ordinalsOf).reduce((both, each) => both.intersection(each))
  return (ordinal) => possible.has(ordinal)
}
