import { contract, type WarmupView } from '@brain-ai/contract'
import type { Client } from '@brain-ai/sdk'
import { describeCache, describeWarmup } from '../cache/describe-cache.ts'
import { followWarmup, isUnderWay } from '../cache/follow-warmup.ts'
import { command } from '../command.ts'
import { CommandError, exitCodes, UsageError } from '../exit-codes.ts'
import { connect, serverOptions } from '../server-options.ts'
import { suggest } from '../suggest.ts'
import { ProgressBar } from '../terminal/progress-bar.ts'
import type { Terminal } from '../terminal/terminal.ts'

const actions = ['show', 'empty', 'warmup', 'stop'] as const
type Action = (typeof actions)[number]

const mostQuestions = 200
const mostTokens = 10_000_000
const { cache } = contract

export const cacheCommand = command({
  name: 'cache',
  summary: 'See, empty or warm up what a server keeps of its answers',
  usage: '[show | empty | warmup | stop] [options]',
  description:
    'A server keeps vectors of questions, pages of search results and whole answers, and gives them again while question,\n' +
    'documents and rights are the same. `warmup` asks the most asked questions of the last 30 days beforehand, with the rights\n' +
    'of those who asked them; that costs tokens where a model answers. You sign in as for `brain import`, as owner or admin;\n' +
    'an API key needs the scope cache.manage.',
  args: {
    action: { type: 'positional', required: false, description: 'show (unless told), empty, warmup or stop' },
    questions: {
      type: 'string',
      valueHint: 'number',
      description: `With warmup: at most so many questions, 1–${mostQuestions} (20)`,
    },
    'max-tokens': {
      type: 'string',
      valueHint: 'number',
      description: 'With warmup: once so many tokens of models are used, no further question is asked (100000)',
    },
    json: { type: 'boolean', default: false, description: 'The state of the cache, or of the warm-up, as JSON' },
    ...serverOptions,
  },
  examples: [
    ['cache', 'how often what was kept served'],
    ['cache warmup --questions 50 --max-tokens 200000', 'from a scheduled job, before people come to work'],
    ['cache stop', 'stop a warm-up; what it has answered stays'],
    ['cache empty', 'make everything anew from now on'],
  ],
  exitCodes: {
    0: 'done; for warmup: every question is in the cache',
    1: 'the warm-up was stopped before its end, or could not answer every question',
    2: 'the command line is wrong',
    4: 'the server does not answer, or refuses; or the warm-up failed',
    130: 'stopped; the server goes on warming up',
  },
  async run(args, terminal) {
    const action = readAction(args._)
    const questions = readNumber('questions', args.questions, action, 1, mostQuestions)
    const maxTokens = readNumber('max-tokens', args['max-tokens'], action, 0, mostTokens)
    const { client } = await connect(args, { permission: 'cache.manage', name: 'see or change the cache' })
    if (action === 'warmup')
      return warmUp(
        client,
        { ...(questions !== undefined && { questions }), ...(maxTokens !== undefined && { maxTokens }) },
        terminal,
        {
          isJson: args.json,
        },
      )

    const said = action === 'empty' ? await empty(client) : action === 'stop' ? await stop(client) : undefined
    if (said !== undefined && !args.json) terminal.out(said)
    else {
      const view = await client.call(cache.getCache)
      terminal.out(args.json ? JSON.stringify(view, null, 2) : describeCache(view, terminal))
    }
    return exitCodes.ok
  },
})

async function empty(client: Client): Promise<string> {
  await client.call(cache.emptyCache)
  return 'The cache is empty. What is asked next is made anew.'
}

async function stop(client: Client): Promise<string> {
  const { warmup } = await client.call(cache.getCache)
  await client.call(cache.stopWarmup)
  return warmup && isUnderWay(warmup) ? 'The warm-up is stopped; what it has answered stays.' : 'No warm-up is under way.'
}

interface WarmupInput {
  readonly questions?: number
  readonly maxTokens?: number
}

async function warmUp(client: Client, body: WarmupInput, terminal: Terminal, { isJson }: { isJson: boolean }): Promise<number> {
  const before = await client.call(cache.getCache)
  if (before.store === 'off') throw new CommandError(exitCodes.unavailable, 'The cache is off; there is nothing to warm up.')
  const started = await client.call(cache.warmUpCache, { body })
  if (started.id === before.warmup?.id) terminal.note('A warm-up is under way already; this follows it.')

  using bar = new ProgressBar(terminal)
  const onProgress = ({ done, questions, tokens }: WarmupView) =>
    bar.show(done / Math.max(1, questions), `${done} of ${questions} questions, ${tokens} tokens`)
  const warmup = await followWarmup(client, started, onProgress)
  bar[Symbol.dispose]()
  if (isJson) terminal.out(JSON.stringify(warmup, null, 2))
  if (warmup.state === 'failed') {
    const reason = warmup.failure?.message ?? 'the server does not say why.'
    throw new CommandError(exitCodes.unavailable, `The warm-up failed: ${reason}`)
  }
  if (!isJson) terminal.out(`The warm-up is ${describeWarmup(warmup)}`)
  return warmup.state === 'complete' && warmup.failed === 0 ? exitCodes.ok : exitCodes.no
}

function readAction([word = 'show', ...more]: readonly string[]): Action {
  if (more.length > 0) throw new UsageError(`\`brain cache\` takes one word: ${actions.join(', ')}.`)
  const action = actions.find((known) => known === word)
  if (action) return action
  const near = suggest(word, actions)
  const hint = near ? `Did you mean \`brain cache ${near}\`?` : `There are: ${actions.join(', ')}.`
  throw new UsageError(`There is no \`brain cache ${word}\`. ${hint}`)
}

function readNumber(name: string, text: string | undefined, action: Action, least: number, most: number): number | undefined {
  if (text === undefined) return undefined
  if (action !== 'warmup') throw new UsageError(`--${name} goes with \`brain cache warmup\`.`)
  const value = text.trim() === '' ? Number.NaN : Number(text)
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`--${name} is a whole number from ${least} to ${most}, not "${text}".`)
  return value
}
