/** What somebody typed into the search: plain words, and what they said must or must not be there. */
export type ParsedSearch = {
  /** what is ranked by, with the words of the phrases; without what was excluded */
  readonly words: string
  /** must stand in the passage word by word */
  readonly phrases: readonly string[]
  /** must not be among the words of the passage, its headings or its title */
  readonly excluded: readonly string[]
  /** must stand in the title of the document */
  readonly titles: readonly string[]
  readonly excludedTitles: readonly string[]
}

// "phrase" · -word · -"phrase" · title:word · title:"phrase" · word. A hyphen inside a word excludes nothing.
const token = /(?<not>(?<=^|\s)-)?(?:(?<field>\b(?:title|titel)):)?(?:"(?<phrase>[^"]*)"|(?<word>[^\s"]+))/giu
const hasWord = /[\p{L}\p{N}]/u

/**
 * Reads the search syntax. Never fails: what is no syntax is a word, as a lone quotation mark or hyphen.
 * German and typographic quotation marks count as plain ones.
 */
export function parseSearch(text: string): ParsedSearch {
  const words: string[] = []
  const phrases: string[] = []
  const excluded: string[] = []
  const titles: string[] = []
  const excludedTitles: string[] = []
  for (const { groups } of text.replace(/[„“”«»]/g, '"').matchAll(token)) {
    const isPhrase = groups!.phrase !== undefined
    const value = (groups!.phrase ?? groups!.word ?? '').replace(/\s+/g, ' ').trim()
    if (!hasWord.test(value)) continue
    if (groups!.not) (groups!.field ? excludedTitles : excluded).push(value)
    else if (groups!.field) titles.push(value)
    else {
      words.push(value)
      if (isPhrase) phrases.push(value)
    }
  }
  // Only a title, or only what must not be there: then the words of the title are what is ranked by.
  return { words: (words.length > 0 ? words : titles).join(' '), phrases, excluded, titles, excludedTitles }
}
