/** The words of a text without markers and markup, to be read aloud. */
const spoken = (text: string): string =>
  text
    .replace(/\s?\[\d+(?:\s*,\s*\d+)*\]/g, '')
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .replace(/^\s*(?:#{1,6}|>|[-*+•]|\|?[\s:|-]+\|?$)\s*/gm, '')
    .replace(/\*\*|__|`+|(?<=^|\W)[*_]|[*_](?=\W|$)/g, '')
    .replace(/\s*\|\s*/g, ', ')
    .replace(/\s+/g, ' ')
    .trim()

/**
 * The sentences of an answer that are whole, as a screen reader should say them. The last one of an answer that is still being
 * written is left out until its end is there.
 */
export function spokenSentences(text: string, isWriting: boolean): string[] {
  const sentences: string[] = []
  let start = 0
  // A sentence ends with its mark, the citations after it, and a space; a paragraph or an entry of a list ends one, too.
  for (const { index, 0: end } of text.matchAll(/[.!?…]["”’)*_]*(?:\s?\[[\d,\s]+\])*(?=\s)|\n\s*(?=\n|[-*+•]\s|\d+[.)]\s)/g)) {
    if (/(?:^|\s)(?:\d+|\p{L})\.$/u.test(text.slice(0, index + 1)) && !end.includes('\n')) continue
    sentences.push(text.slice(start, index + end.length))
    start = index + end.length
  }
  if (!isWriting) sentences.push(text.slice(start))
  return sentences.map(spoken).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
}
