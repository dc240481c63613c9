/**
 * Pasted lines as the lines of JSON that the server imports, each at its place so that what is wrong is told by its line. A line is
 * JSON already, or a row of a spreadsheet: question, document and, where one likes, a quote, between tabs.
 */
export function pastedQuestions(text: string): string {
  return text.split(/\r?\n/).map(lineOf).join('\n')
}

function lineOf(line: string): string {
  const trimmed = line.trim()
  if (trimmed === '' || trimmed.startsWith('{')) return trimmed
  const [question = '', document = '', quote = ''] = line.split('\t').map((cell) => cell.trim())
  return JSON.stringify({ question, expected: document === '' ? [] : [{ document, ...(quote !== '' && { quote }) }] })
}
