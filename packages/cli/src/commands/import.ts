import { command } from '../command.ts'
import { exitCodes, UsageError } from '../exit-codes.ts'
import { type FoundFile, findFiles, type SkippedPath } from '../find-files.ts'
import { type FailedFile, importFiles } from '../import/import-files.ts'
import { waitUntilRead } from '../import/wait-until-read.ts'
import { connect, serverOptions } from '../server-options.ts'
import { formatBytes } from '../terminal/format-bytes.ts'
import { ProgressBar } from '../terminal/progress-bar.ts'
import type { Terminal } from '../terminal/terminal.ts'

const shownFailures = 20

interface Summary {
  readonly new: number
  readonly newVersions: number
  readonly unchanged: number
  readonly failed: readonly FailedFile[]
  readonly skipped: readonly SkippedPath[]
}

export const importCommand = command({
  name: 'import',
  summary: 'Import files and folders into a running server',
  usage: 'PATH... [options]',
  description:
    'Folders are read with everything below them, except hidden entries and node_modules. The path below the folder is the\n' +
    'source of a document: importing again replaces what has changed and leaves out what has not.\n' +
    'You sign in once with e-mail and password (BRAIN_PASSWORD, or asked for); the session is kept for the next time.\n' +
    'A script uses an API key instead, with the scopes documents.write and, to wait, documents.read; as BRAIN_API_KEY it\n' +
    'shows in no list of processes.',
  args: {
    path: { type: 'positional', required: false, description: 'Files or folders' },
    ...serverOptions,
    collection: {
      type: 'string',
      valueHint: 'name',
      description: 'Put the documents into this collection; made if it is missing',
    },
    tag: {
      type: 'string',
      valueHint: 'tags',
      description: 'Tag the documents, those too that are there already; several with commas between them',
    },
    wait: { type: 'boolean', default: true, description: 'Do not wait until the server has read the files' },
    'dry-run': { type: 'boolean', default: false, description: 'Say what would be sent, and contact no server' },
    json: { type: 'boolean', default: false, description: 'The summary as JSON' },
  },
  examples: [
    ['import docs/ --email owner@example.com', 'a folder, into the server on this machine'],
    ['import handbook.pdf --collection Handbook --url https://brain.example.com', 'one file, into a collection elsewhere'],
    ['import ~/notes --no-wait --json', 'from a scheduled job, with BRAIN_API_KEY set or after the first sign-in'],
  ],
  exitCodes: {
    0: 'every file was taken and could be read',
    1: 'at least one could not; the reasons are printed',
    2: 'the command line is wrong, or e-mail or password are missing',
    4: 'the server does not answer, or refuses the sign-in or the key',
    130: 'stopped; what the server has taken it goes on reading',
  },
  async run(args, terminal) {
    if (args._.length === 0) throw new UsageError('Name at least one file or folder to import.')
    const { files, skipped } = await findFiles(args._)
    assertDifferentSources(files)
    if (args['dry-run']) {
      terminal.out(args.json ? JSON.stringify({ files, skipped }, null, 2) : describePlan(files, skipped))
      return exitCodes.ok
    }
    const signedIn = await connect(args, { permission: 'documents.write', name: 'import documents' })

    using bar = new ProgressBar(terminal)
    const onProgress = (sent: number, file: string) => bar.show(sent / files.length, `${sent} of ${files.length} sent: ${file}`)
    const { uploaded, failed } = await importFiles(signedIn, files, { collection: args.collection, tags: args.tag, onProgress })
    const ids = new Set(uploaded.keys())
    const unread = args.wait
      ? await waitUntilRead(signedIn.client, ids, (left) => bar.show(1 - left / ids.size, `${left} of ${ids.size} to be read`))
      : []
    bar[Symbol.dispose]()

    const unreadIds = new Set(unread.map(({ id }) => id))
    const outcomes = [...uploaded].filter(([id]) => !unreadIds.has(id)).map(([, { outcome }]) => outcome)
    const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length
    const summary: Summary = {
      new: count('new'),
      newVersions: count('new-version'),
      unchanged: count('unchanged'),
      failed: [
        ...failed,
        ...unread.map((document) => ({
          file: uploaded.get(document.id)?.file ?? document.title,
          code: document.failure?.code ?? 'server/internal',
          message: document.failure?.message ?? 'The file could not be read.',
        })),
      ],
      skipped,
    }
    terminal.out(args.json ? JSON.stringify(summary, null, 2) : describeSummary(summary, terminal))
    return summary.failed.length > 0 ? exitCodes.no : exitCodes.ok
  },
})

/** Two files of one source would replace each other in turn, at every import. */
function assertDifferentSources(files: readonly FoundFile[]): void {
  const bySource = new Map<string, FoundFile>()
  for (const file of files) {
    const other = bySource.get(file.name)
    if (other)
      throw new UsageError(
        `${other.path} and ${file.path} have the same path below their folders. Import them one after the other from a common folder.`,
      )
    bySource.set(file.name, file)
  }
}

function describePlan(files: readonly FoundFile[], skipped: readonly SkippedPath[]): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return [
    ...files.map((file) => `${formatBytes(file.bytes).padStart(9)}  ${file.name}`),
    ...skipped.map(({ path, reason }) => `  skipped  ${path}: ${reason}`),
    `${files.length} files, ${formatBytes(bytes)}, would be sent.`,
  ].join('\n')
}

function describeSummary(summary: Summary, terminal: Terminal): string {
  const { failed, skipped } = summary
  const counts = [
    `${summary.new} new`,
    ...(summary.newVersions > 0 ? [`${summary.newVersions} with a new version`] : []),
    `${summary.unchanged} unchanged`,
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
    failed.length > 0 ? terminal.paint('red', `${failed.length} failed`) : 'none failed',
  ]
  const lines = failed.slice(0, shownFailures).map(({ file, message }) => `  ${terminal.paint('red', '✗')} ${file}: ${message}`)
  const more = failed.length > shownFailures ? [`  and ${failed.length - shownFailures} more; --json lists all`] : []
  return [`${counts.join(', ')}.`, ...lines, ...more].join('\n')
}
