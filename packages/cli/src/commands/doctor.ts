import { type CheckResult, type DoctorReport, runDoctor } from '@brain-ai/server/ops'
import { command } from '../command.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { wrapText } from '../terminal/wrap-text.ts'

const signs = { ok: ['✓', 'green'], skip: ['–', 'dim'], warn: ['!', 'yellow'], fail: ['✗', 'red'] } as const
const verdicts = { ok: 'Everything is in order.', warn: 'It runs, but look at the warnings.', fail: 'It does not run like this.' }
const levelCodes = { ok: 0, warn: 1, fail: 2 }
const nameWidth = 16

export const doctor = command({
  name: 'doctor',
  summary: 'Look whether everything an installation needs is in order',
  usage: '[--json]',
  description:
    'Changes nothing, and works while the server runs and while it does not. Every finding comes with its cause and a fix.',
  args: {
    json: { type: 'boolean', default: false, description: 'The report as JSON' },
    port: { type: 'string', valueHint: 'number', description: 'Port of the server (BRAIN_PORT)' },
    'data-dir': { type: 'string', valueHint: 'folder', description: 'Where everything is kept (BRAIN_DATA_DIR)' },
  },
  examples: [
    ['doctor', 'the installation in ./brain-data'],
    ['doctor --json', 'for a script; look at .level and .checks'],
  ],
  exitCodes: { 0: 'everything is in order', 1: 'there are warnings', 2: 'something does not work' },
  async run(args, terminal) {
    const dataDir = args['data-dir']
    const report = await runDoctor({
      ...process.env,
      ...(args.port !== undefined && { BRAIN_PORT: args.port }),
      ...(dataDir !== undefined && { BRAIN_DATA_DIR: dataDir }),
    })
    terminal.out(args.json ? JSON.stringify(report, null, 2) : describe(report, terminal))
    return levelCodes[report.level]
  },
})

function describe({ level, checks }: DoctorReport, terminal: Terminal): string {
  const [, colour] = signs[level]
  return [...checks.map((check) => describeCheck(check, terminal)), '', terminal.paint(colour, verdicts[level])].join('\n')
}

function describeCheck({ name, level, found, cause, fix }: CheckResult, terminal: Terminal): string {
  const [sign, colour] = signs[level]
  const indent = ' '.repeat(nameWidth + 2)
  const text = (content: string) => wrapText(content, Math.min(terminal.columns, 110), indent).trimStart()
  const lines = [`${terminal.paint(colour, sign)} ${name.padEnd(nameWidth)}${text(found)}`]
  if (cause) lines.push(`${indent}${terminal.paint('dim', text(`Cause: ${cause}`))}`)
  if (fix) lines.push(`${indent}${text(`Fix: ${fix}`)}`)
  return lines.join('\n')
}
