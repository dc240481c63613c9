import type { ArgsDef } from 'citty'
import { aliasesOf, type Command } from './command.ts'
import { commandNames, findCommand } from './commands.ts'
import type { Terminal } from './terminal/terminal.ts'

/** The page that `brain --help` shows. */
export async function renderOverview(terminal: Terminal, version: string): Promise<string> {
  const commands = await Promise.all(commandNames.map(findCommand))
  return [
    `${terminal.paint('bold', 'brain')} ${version}: documents in, cited answers out`,
    '',
    heading(terminal, 'Usage'),
    '  brain <command> [options]',
    '',
    heading(terminal, 'Commands'),
    ...columns(commands.filter((command) => command !== undefined).map(({ name, summary }) => [name, summary])),
    '',
    heading(terminal, 'Try'),
    '  brain ask "How many seconds can a delete be undone?" docs/',
    '',
    '`brain <command> --help` shows options, examples and exit codes.',
  ].join('\n')
}

/** The page that `brain <command> --help` shows. */
export function renderHelp(command: Command, terminal: Terminal): string {
  const options = Object.entries(command.args).filter(([, definition]) => definition.type !== 'positional')
  const positionals = Object.entries(command.args).filter(([, definition]) => definition.type === 'positional')
  return [
    command.summary,
    ...(command.description ? ['', command.description] : []),
    '',
    heading(terminal, 'Usage'),
    `  brain ${command.name} ${command.usage}`,
    ...section(
      terminal,
      'Arguments',
      positionals.map(([name, { description }]) => [name.toUpperCase(), description ?? '']),
    ),
    ...section(terminal, 'Options', [...options.map(describeOption), ['-h, --help', 'Show this']]),
    '',
    heading(terminal, 'Examples'),
    ...command.examples.flatMap(([line, purpose]) => [`  ${terminal.paint('dim', `# ${purpose}`)}`, `  brain ${line}`]),
    ...section(terminal, 'Exit codes', Object.entries(command.exitCodes)),
  ].join('\n')
}

function section(terminal: Terminal, title: string, rows: readonly (readonly [string, string])[]): string[] {
  return rows.length === 0 ? [] : ['', heading(terminal, title), ...columns(rows)]
}

function describeOption([name, definition]: [string, ArgsDef[string]]): [string, string] {
  const aliases = aliasesOf(definition).map((alias) => `-${alias}, `)
  const isOnByDefault = definition.type === 'boolean' && definition.default === true
  const value = definition.type === 'boolean' ? '' : ` ${(definition.valueHint ?? name).toUpperCase()}`
  const preset = definition.type !== 'boolean' && definition.default !== undefined ? ` (default ${definition.default})` : ''
  return [`${aliases.join('')}--${isOnByDefault ? 'no-' : ''}${name}${value}`, `${definition.description ?? ''}${preset}`]
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd())
}

const heading = (terminal: Terminal, text: string) => terminal.paint('bold', text)
