import { relative } from 'node:path'
import type { Terminal } from '../terminal/terminal.ts'

interface Started {
  readonly url: string
  readonly setupLink: string | undefined
  readonly engine: 'embedded' | 'native'
  readonly dataDir: string
  readonly hasWebApp: boolean
}

/** What the start tells the person in front of it. */
export function describeStart(started: Started, terminal: Terminal): string {
  const database = started.engine === 'embedded' ? 'embedded PostgreSQL, in the data directory' : 'PostgreSQL of DATABASE_URL'
  const rows: [string, string][] = [
    ['Address', terminal.paint(['bold', 'cyan'], started.url)],
    ...(started.setupLink ? [['Set up', terminal.paint(['bold', 'cyan'], started.setupLink)] as [string, string]] : []),
    ['Data', shorten(started.dataDir)],
    ['Database', database],
    ...(started.hasWebApp ? [] : [['Web app', 'not built; only the API is served'] as [string, string]]),
  ]
  return [
    '',
    `  ${terminal.paint('bold', 'Brain AI')} is running`,
    '',
    ...rows.map(([name, value]) => `  ${terminal.paint('dim', name.padEnd(9))} ${value}`),
    '',
    ...(started.setupLink ? ['  Open the set-up link once to become the owner. It changes with every start.', ''] : []),
    terminal.paint('dim', '  Press Ctrl+C to stop'),
    '',
  ].join('\n')
}

function shorten(path: string): string {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : `./${near}`
}
