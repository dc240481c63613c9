import { setTimeout as delay } from 'node:timers/promises'
import { contract, type EvaluationRunView, type EvaluationSetView } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { command } from '../command.ts'
import { describeRun, verdictOf } from '../eval/describe-run.ts'
import { type ImportedQuestions, importSet } from '../eval/import-set.ts'
import { readSettings, type Settings, settingOptions } from '../eval/read-settings.ts'
import { CommandError, exitCodes, UsageError } from '../exit-codes.ts'
import { withRetries } from '../import/retry.ts'
import { connect, serverOptions } from '../server-options.ts'
import { ProgressBar } from '../terminal/progress-bar.ts'

const pollMs = 500
const { evaluation } = contract

export const evalCommand = command({
  name: 'eval',
  summary: 'Measure search with your own questions, and compare two settings',
  usage: '--set NAME [options]',
  description:
    'A set holds questions with the documents that should be found. They are asked on a running server with setting A and,\n' +
    'with --against, with setting B; a paired test says whether the difference is more than chance. You sign in as for\n' +
    '`brain import`; an API key needs the scopes evaluation.read and evaluation.write. Only what you may read is measured.\n' +
    'An imported file has one question a line: {"question": "…", "expected": [{"document": "handbook.md", "quote": "…"}]}.',
  args: {
    set: { type: 'string', valueHint: 'name', description: 'The evaluation set' },
    ...settingOptions,
    against: { type: 'string', valueHint: 'value', description: 'Setting B: a value for the option given, or name=value,…' },
    import: { type: 'string', valueHint: 'file', description: 'Add questions first; makes the set if it is missing' },
    qrels: { type: 'string', valueHint: 'file', description: 'With --import queries.jsonl: the judgements, as TSV' },
    export: { type: 'boolean', default: false, description: 'Print the questions of the set instead of measuring' },
    run: { type: 'boolean', default: true, description: 'Do not measure; for importing only' },
    json: { type: 'boolean', default: false, description: 'The run as JSON' },
    ...serverOptions,
  },
  examples: [
    ['eval --set Handbook', 'how good search is now'],
    ['eval --set Handbook --ranked-again 20 --against 100', 'whether it pays to rank more of the best again'],
    ['eval --set Handbook --import questions.jsonl', 'add questions, then measure'],
    ['eval --set Handbook --against ranked-again=100 --json', 'from a script, with BRAIN_API_KEY set'],
  ],
  exitCodes: {
    0: 'measured; where two were compared, B is not worse than A',
    1: 'B is worse than A, and not by chance',
    2: 'the command line or the imported file is wrong, or there is no such set',
    4: 'the server does not answer, or refuses; or the run did not come to its end',
    130: 'stopped; the server goes on measuring',
  },
  async run(args, terminal) {
    if (!args.set) throw new UsageError('Name an evaluation set with --set.')
    if (args.qrels !== undefined && args.import === undefined) throw new UsageError('--qrels goes with --import.')
    const settings = readSettings(args)
    const { client } = await connect(args, { permission: 'evaluation.write', name: 'measure search' })
    const set = await findSet(client, args.set, { isMade: args.import !== undefined })

    if (args.import !== undefined) {
      const imported = await importSet(client, set.id, { path: args.import, qrels: args.qrels })
      terminal.note(describeImport(imported))
      if (!args.run && args.json) terminal.out(JSON.stringify({ set: set.id, ...imported }, null, 2))
    }
    if (args.export) {
      const file = await client.call(evaluation.exportQuestions, { params: { id: set.id } })
      terminal.out((await file.text()).trimEnd())
      return exitCodes.ok
    }
    if (!args.run) return exitCodes.ok

    using bar = new ProgressBar(terminal)
    const run = await measure(client, set, settings, ({ done, questions }) =>
      bar.show(done / Math.max(1, questions), `${done} of ${questions} questions`),
    )
    bar[Symbol.dispose]()
    if (run.state !== 'done') throw new CommandError(exitCodes.unavailable, explainEnd(run))
    terminal.out(args.json ? JSON.stringify({ ...run, verdict: verdictOf(run) ?? null }, null, 2) : describeRun(run, terminal))
    return verdictOf(run) === 'worse' ? exitCodes.no : exitCodes.ok
  },
})

/** By name, in whatever case. */
async function findSet(client: Client, name: string, { isMade }: { isMade: boolean }): Promise<EvaluationSetView> {
  const { sets } = await client.call(evaluation.listSets)
  const found = sets.find((set) => set.name.toLowerCase() === name.trim().toLowerCase())
  if (found) return found
  if (isMade) return client.call(evaluation.createSet, { body: { name } })
  const names = sets.map((set) => set.name).join(', ')
  throw new UsageError(
    `There is no evaluation set “${name}”. ${names ? `There are: ${names}.` : 'There is none yet; --import makes one.'}`,
  )
}

async function measure(
  client: Client,
  { id }: EvaluationSetView,
  { a, b }: Settings,
  onProgress: (run: EvaluationRunView) => void,
): Promise<EvaluationRunView> {
  let run = await client.call(evaluation.startRun, { params: { id }, body: { a, ...(b && { b }) } })
  const params = { id, runId: run.id }
  while (run.state === 'queued' || run.state === 'running') {
    onProgress(run)
    await delay(pollMs)
    run = await withRetries(() => client.call(evaluation.getRun, { params }))
  }
  return run
}

const explainEnd = ({ state, failure }: EvaluationRunView): string =>
  state === 'cancelled' ? 'The run was cancelled.' : `The run failed: ${failure?.message ?? 'the server does not say why.'}`

function describeImport({ added, extended, unchanged }: ImportedQuestions): string {
  return `${added} questions added, ${extended} expect more now, ${unchanged} unchanged.`
}
