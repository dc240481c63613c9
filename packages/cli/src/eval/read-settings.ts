import {
  defaultRetrievalOptions,
  type RetrievalOptionName,
  type RetrievalOptionSpec,
  type RetrievalOptions,
  retrievalOptionNames,
  retrievalOptions,
} from '@brain-ai/contract'
import { UsageError } from '../exit-codes.ts'

/** The name of a retrieval option on the command line. */
export const flagOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const specOf = (name: RetrievalOptionName): RetrievalOptionSpec => retrievalOptions[name]

/** Command line options for everything of retrieval that can be tuned. */
export const settingOptions = Object.fromEntries(
  retrievalOptionNames.map((name) => [
    flagOf(name),
    { type: 'string' as const, valueHint: rangeOf(specOf(name)), description: `Setting A, ${specOf(name).default} unless told` },
  ]),
)

export interface Settings {
  readonly a: RetrievalOptions
  readonly b: RetrievalOptions | undefined
}

/**
 * Setting A is what the options say; setting B is the same with what `against` says: a value for the one option that was given, or
 * `name=value` with commas between them.
 * @throws UsageError
 */
export function readSettings(given: Readonly<Record<string, unknown>>): Settings {
  const named = retrievalOptionNames.filter((name) => given[flagOf(name)] !== undefined)
  const ofA = Object.fromEntries(named.map((name) => [name, readValue(name, String(given[flagOf(name)]), `--${flagOf(name)}`)]))
  const a = { ...defaultRetrievalOptions, ...ofA } as RetrievalOptions
  if (given.against === undefined) return { a, b: undefined }
  return { a, b: { ...a, ...readAgainst(String(given.against), named) } }
}

function readAgainst(against: string, named: readonly RetrievalOptionName[]): Partial<RetrievalOptions> {
  if (!against.includes('=')) {
    const only = named[0]
    if (only === undefined || named.length > 1)
      throw new UsageError('Say which option --against changes, as in --against ranked-again=100.')
    return Object.fromEntries([[only, readValue(only, against, '--against')]])
  }
  return Object.fromEntries(
    against.split(',').map((pair) => {
      const [flag = '', value = ''] = pair.split('=').map((part) => part.trim())
      const name = retrievalOptionNames.find((known) => flagOf(known) === flag || known === flag)
      if (name === undefined)
        throw new UsageError(
          `There is no option "${flag}" for --against. There are: ${retrievalOptionNames.map(flagOf).join(', ')}.`,
        )
      return [name, readValue(name, value, `--against ${flag}`)]
    }),
  )
}

function readValue(name: RetrievalOptionName, text: string, where: string): number | boolean {
  const spec = specOf(name)
  if (spec.type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw new UsageError(`${where} is true or false.`)
    return text === 'true'
  }
  const value = text.trim() === '' ? Number.NaN : Number(text)
  const isWhole = spec.type === 'number' || Number.isInteger(value)
  if (!isWhole || !(value >= spec.minimum && value <= spec.maximum))
    throw new UsageError(
      `${where} is a ${spec.type === 'integer' ? 'whole ' : ''}number from ${spec.minimum} to ${spec.maximum}.`,
    )
  return value
}

function rangeOf(spec: RetrievalOptionSpec): string {
  return spec.type === 'boolean' ? 'true|false' : `${spec.minimum}–${spec.maximum}`
}
