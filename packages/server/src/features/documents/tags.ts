import { BrainError, maxTags, Tag } from '@brain-ai/contract'

/** Each tag once, in the order of the alphabet. @throws BrainError request/invalid for too many */
export function normalizeTags(tags: readonly string[]): string[] {
  const distinct = [...new Set(tags)].sort()
  if (distinct.length > maxTags)
    throw new BrainError(
      'request/invalid',
      `A document has at most ${maxTags} tags; with these it would have ${distinct.length}.`,
    )
  return distinct
}

/** Tags with commas between them, as they come with files. @throws BrainError request/invalid */
export function readTags(text: string | undefined): string[] {
  const given = (text ?? '').split(',').filter((tag) => tag.trim() !== '')
  return normalizeTags(
    given.map((tag) => {
      const read = Tag.safeParse(tag)
      if (!read.success)
        throw new BrainError('request/invalid', `“${tag.trim().slice(0, 60)}” is no tag: one has at most 50 letters.`)
      return read.data
    }),
  )
}
