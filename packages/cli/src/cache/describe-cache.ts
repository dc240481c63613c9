import type { CacheKind, CacheView, WarmupState, WarmupView } from '@brain-ai/contract'
import { formatBytes } from '../terminal/format-bytes.ts'
import type { Terminal } from '../terminal/terminal.ts'

const kindNames: Record<CacheKind, string> = { embedding: 'vectors of questions', search: 'pages of results', answer: 'answers' }

const stateWords: Record<WarmupState, string> = {
  queued: 'waiting to begin',
  running: 'under way',
  complete: 'complete',
  stopped: 'stopped before its end',
  failed: 'failed',
}

const placeOf = ({ store, isReachable }: CacheView): string =>
  store === 'memory'
    ? 'the memory of the server process that answered; gone with a restart'
    : isReachable
      ? 'Redis'
      : 'Redis, which does not answer; everything is made anew meanwhile'

/** What the cache keeps, how often it served, and how the newest warm-up goes or went. */
export function describeCache(cache: CacheView, terminal: Terminal): string {
  if (cache.store === 'off') return 'The cache is off: everything is made anew.'
  const { bytes, maxBytes, evictions, kinds, since, warmup } = cache
  const most = maxBytes === null ? '' : ` of ${formatBytes(maxBytes)} that all workspaces share`
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(22) : cell.padStart(10)))
      .join('')
      .trimEnd()
  return [
    `Kept in        ${placeOf(cache)}`,
    `Room taken     ${formatBytes(bytes)}${most}; ${evictions} entries made room for others`,
    `Counted since  ${formatTime(since)}`,
    '',
    terminal.paint('dim', row(['', 'entries', 'hits', 'misses', 'hit rate'])),
    ...kinds.map(({ kind, entries, hits, misses }) =>
      row([kindNames[kind], String(entries), String(hits), String(misses), formatRate(hits, misses)]),
    ),
    ...(warmup ? ['', `Warm-up of ${formatTime(warmup.createdAt)}: ${describeWarmup(warmup)}`] : []),
  ].join('\n')
}

/** How far a warm-up is, or how it ended, in one line. */
export function describeWarmup({
  state,
  questions,
  done,
  warmed,
  known,
  failed,
  tokens,
  maxTokens,
  failure,
}: WarmupView): string {
  const reason = failure ? ` (${failure.message.replace(/\.$/, '')})` : ''
  if (state === 'queued') return `${stateWords[state]}.`
  return (
    `${stateWords[state]}${reason}, ${done} of ${questions} questions: ${warmed} warmed, ${known} known already, ` +
    `${failed} not answered; ${tokens} of ${maxTokens} tokens.`
  )
}

const formatRate = (hits: number, misses: number): string =>
  hits + misses === 0 ? '-' : `${Math.round((100 * hits) / (hits + misses))} %`

/** As "2026-03-01 14:05 UTC", which a script and a person can both read. */
const formatTime = (iso: string): string => `${new Date(iso).toISOString().slice(0, 16).replace('T', ' ')} UTC`
