import { relative } from 'node:path'
import { answerFromFiles } from '@brain-ai/server/answer-from-files'
import { describeAnswer, describeSkipped } from '../ask/describe-answer.ts'
import { command } from '../command.ts'
import { exitCodes, UsageError } from '../exit-codes.ts'
import { findFiles } from '../find-files.ts'
import { ProgressBar } from '../terminal/progress-bar.ts'

const mostPassages = 6

export const ask = command({
  name: 'ask',
  summary: 'Answer a question from files, without a server',
  usage: '"question" PATH... [options]',
  description:
    'Reads text, Markdown, HTML, PDF, DOCX, XLSX, CSV, PPTX and mail; folders with everything below them, except hidden\n' +
    'entries and node_modules. Nothing is stored, and nothing leaves this machine.',
  args: {
    question: { type: 'positional', required: false, description: 'What you want to know, in quotes' },
    path: { type: 'positional', required: false, description: 'Files or folders' },
    limit: {
      type: 'string',
      valueHint: 'number',
      default: '3',
      description: `Nearest places to name where the files do not say, up to ${mostPassages}`,
    },
    json: { type: 'boolean', default: false, description: 'The answer as JSON' },
  },
  examples: [
    ['ask "How do I restore a backup?" docs/', 'a folder'],
    ['ask "How long is the notice period?" contracts/ handbook.pdf', 'a folder and a file'],
    ['ask --json "Who signs orders?" policies/ | jq -r .answer', 'for a script'],
  ],
  exitCodes: { 0: 'answered', 1: 'the files do not say', 2: 'the command line is wrong, or there is nothing to read' },
  async run(args, terminal) {
    const [question, ...paths] = args._
    if (!question?.trim()) throw new UsageError('Ask a question, in quotes: brain ask "How do I restore a backup?" docs/')
    if (paths.length === 0) throw new UsageError('Name at least one file or folder to look into, behind the question.')
    const limit = Number(args.limit)
    if (!Number.isInteger(limit) || limit < 1 || limit > mostPassages)
      throw new UsageError(`--limit is a whole number from 1 to ${mostPassages}, not "${args.limit}".`)

    const found = await findFiles(paths)
    if (found.files.length === 0) throw new UsageError(`There are no files in ${paths.join(', ')}.`)
    const files = found.files.map(({ path }) => ({ path, name: shownPath(path) }))

    using bar = new ProgressBar(terminal)
    const answer = await answerFromFiles(question, files, {
      onProgress: (read, next) => bar.show(read / files.length, `Reading ${next}`),
    })
    bar[Symbol.dispose]()

    const passages = answer.passages.slice(0, limit)
    const unread = found.skipped.map(({ path, reason }) => ({ path: shownPath(path), code: 'unreadable', reason }))
    const skipped = [...unread, ...answer.skipped]
    if (args.json) terminal.out(JSON.stringify({ ...answer, passages, skipped }, null, 2))
    else {
      if (skipped.length > 0) terminal.note(describeSkipped(skipped, terminal))
      terminal.out(describeAnswer({ ...answer, passages }, terminal))
    }
    return answer.isAnswered ? exitCodes.ok : exitCodes.no
  },
})

/** As one would type it from here. */
function shownPath(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}
