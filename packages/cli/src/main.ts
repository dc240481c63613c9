import { readFileSync } from 'node:fs'
import { commandNames, findCommand } from './commands.ts'
import { exitCodes, explainError, UsageError } from './exit-codes.ts'
import { renderHelp, renderOverview } from './help.ts'
import { parseArguments } from './parse-arguments.ts'
import { suggest } from './suggest.ts'
import { processTerminal, type Terminal } from './terminal/terminal.ts'

/** Runs one command line, without `brain` itself, and gives its exit code. Never throws. */
export async function main(given: readonly string[], terminal: Terminal = processTerminal): Promise<number> {
  try {
    return await dispatch(given, terminal)
  } catch (error) {
    const { exitCode, message } = explainError(error)
    terminal.note(`${terminal.paintNote('red', 'brain:')} ${message}`)
    return exitCode
  }
}

async function dispatch([name, ...rest]: readonly string[], terminal: Terminal): Promise<number> {
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const asked = name === 'help' && rest[0] !== undefined ? await getCommand(rest[0]) : undefined
    terminal.out(asked ? renderHelp(asked, terminal) : await renderOverview(terminal, readVersion()))
    return name === undefined ? exitCodes.usage : exitCodes.ok
  }
  if (name === '--version' || name === '-v') {
    terminal.out(readVersion())
    return exitCodes.ok
  }
  const command = await getCommand(name)
  if (wantsHelp(rest)) {
    terminal.out(renderHelp(command, terminal))
    return exitCodes.ok
  }
  return command.run(parseArguments(command, rest), terminal)
}

async function getCommand(name: string) {
  const command = await findCommand(name)
  if (command) return command
  const near = suggest(name, commandNames)
  const hint = near ? `Did you mean \`brain ${near}\`?` : `There are: ${commandNames.join(', ')}.`
  throw new UsageError(`There is no command "${name}". ${hint}`)
}

function wantsHelp(given: readonly string[]): boolean {
  const end = given.indexOf('--')
  return (end === -1 ? given : given.slice(0, end)).some((word) => word === '--help' || word === '-h')
}

function readVersion(): string {
  const manifest = new URL('../package.json', import.meta.url)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version
}
