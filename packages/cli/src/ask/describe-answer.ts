import type { FileAnswer, FilePlace } from '@brain-ai/server/answer-from-files'
import type { Terminal } from '../terminal/terminal.ts'
import { wrapText } from '../terminal/wrap-text.ts'

const widest = 100
const shownSkipped = 5

/** The answer with its markers in colour, and below it the place and the quote of each citation. */
export function describeAnswer(answer: FileAnswer, terminal: Terminal): string {
  const columns = Math.min(widest, terminal.columns)
  const text = wrapText(answer.answer, columns).replace(/\[\d+\]/g, (marker) => terminal.paint(['bold', 'cyan'], marker))
  const { files, timings } = answer
  const footer = terminal.paint(
    'dim',
    `${files} ${files === 1 ? 'file' : 'files'} read in ${(timings.totalMs / 1000).toFixed(1)} s`,
  )
  return [text, '', ...describeSources(answer, terminal, columns), footer].join('\n')
}

function describeSources(answer: FileAnswer, terminal: Terminal, columns: number): string[] {
  if (answer.isAnswered)
    return answer.citations.flatMap((citation) => [
      `${terminal.paint(['bold', 'cyan'], `[${citation.number}]`)} ${describePlace(citation, terminal)}`,
      terminal.paint('italic', wrapText(`“${citation.quote.replace(/\s+/g, ' ')}”`, columns, '    ')),
      '',
    ])
  if (answer.passages.length === 0) return []
  return ['The nearest places:', ...answer.passages.map((place) => `  ${describePlace(place, terminal)}`), '']
}

/** `docs/manual.pdf, page 3 › Backup › Schedule` */
function describePlace({ path, page, headingPath }: FilePlace, terminal: Terminal): string {
  const file = page === null ? path : `${path}, page ${page}`
  return [terminal.paint('bold', file), ...headingPath].join(terminal.paint('dim', ' › '))
}

/** Which files were left out, for somebody who wonders why the answer does not know them. */
export function describeSkipped(skipped: FileAnswer['skipped'], terminal: Terminal): string {
  const lines = skipped.slice(0, shownSkipped).map(({ path, reason }) => `Skipped ${path}: ${reason}`)
  const more = skipped.length - shownSkipped
  return [...lines, ...(more > 0 ? [`and ${more} more; --json names them all`] : [])]
    .map((line) => terminal.paintNote('dim', line))
    .join('\n')
}
