import { type ArgsDef, parseArgs } from 'citty'
import { aliasesOf, type Command } from './command.ts'
import { UsageError } from './exit-codes.ts'
import { suggest } from './suggest.ts'

type Parsed = Parameters<Command['run']>[0]

/**
 * The arguments of a command, typed by its definition. Stricter than the parser below it, which takes an option it does not
 * know, or one without its value, for something else.
 * @throws UsageError
 */
export function parseArguments(command: Command, given: readonly string[]): Parsed {
  assertKnown(command, given)
  try {
    return parseArgs([...given], command.args) as Parsed
  } catch (error) {
    if (error instanceof Error && error.name === 'CLIError') throw new UsageError(error.message)
    throw error
  }
}

function assertKnown(command: Command, given: readonly string[]): void {
  const options = Object.entries(command.args).filter(([, definition]) => definition.type !== 'positional')
  const positionals = Object.values(command.args).filter((definition) => definition.type === 'positional').length
  let words = 0
  for (let i = 0; i < given.length; i++) {
    const word = given[i]!
    if (word === '--') {
      words += given.length - i - 1
      break
    }
    if (!word.startsWith('-') || word === '-') {
      words++
      continue
    }
    const [option, value] = splitOption(word)
    const found = findOption(options, option)
    if (!found) throw unknownOption(command, option)
    if (found.takesValue && value === undefined) {
      const next = given[++i]
      if (next === undefined || next.startsWith('--')) throw new UsageError(`The option ${option} needs a value.`)
    }
  }
  if (positionals === 0 && words > 0) throw new UsageError(`\`brain ${command.name}\` takes no arguments besides its options.`)
}

function splitOption(word: string): [option: string, value: string | undefined] {
  const equals = word.indexOf('=')
  return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)]
}

function findOption(options: [string, ArgsDef[string]][], option: string): { takesValue: boolean } | undefined {
  for (const [name, definition] of options) {
    const aliases = aliasesOf(definition).map((alias) => `-${alias}`)
    if (option === `--${name}` || aliases.includes(option)) return { takesValue: definition.type !== 'boolean' }
    if (option === `--no-${name}` && definition.type === 'boolean') return { takesValue: false }
  }
  return undefined
}

function unknownOption(command: Command, option: string): UsageError {
  const names = Object.entries(command.args).filter(([, definition]) => definition.type !== 'positional')
  const near = suggest(
    option.replace(/^-+/, ''),
    names.map(([name]) => name),
  )
  return new UsageError(`\`brain ${command.name}\` has no option ${option}.${near ? ` Did you mean --${near}?` : ''}`)
}
