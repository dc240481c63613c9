/** scratch */
export function splitSentences(text: string, language: string): { start: number; end: number }[] {
  const out: { start: number; end: number }[] = []
  for (const line of text.matchAll(/[^\n]+/g)) {
    for (const s of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(line[0])) {
      const lead = s.segment.length - s.segment.trimStart().length
      const start = line.index + s.index + lead
      const end = line.index + s.index + s.segment.trimEnd().length
      const last = out.at(-1)
      if (
        last &&
        end > start &&
        (/(^|[\s(])(\p{Lu}|Dr|Mr|Mrs|St|Jr|ca|bzw|z|B|d|h|u|a|No|Nr|Prof|etc|vs|\d{1,2})\.$/u.test(
          text.slice(last.start, last.end),
        ) ||
          /^\p{Ll}/u.test(text.slice(start, end))) &&
        last.end >= line.index
      )
        last.end = end
      else if (end > start) out.push({ start, end })
    }
  }
  return out
}
