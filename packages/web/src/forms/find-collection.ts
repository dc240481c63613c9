import type { CollectionView } from '@brain-ai/contract'

/** The collection that a typed name means. Of two with the same name the open one, as the server takes it. */
export function findCollection(collections: readonly CollectionView[], text: string): CollectionView | undefined {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return undefined
  const named = collections.filter(({ name }) => name.toLowerCase() === wanted)
  return named.find(({ access }) => access === 'workspace') ?? named[0]
}
