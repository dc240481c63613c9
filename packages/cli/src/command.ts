import type { ArgsDef, ParsedArgs } from 'citty'
import type { Terminal } from './terminal/terminal.ts'

/** One `brain <name>`. A file in `commands/` exports one of these. */
export interface Command<A extends ArgsDef = ArgsDef> {
  readonly name: string
  readonly summary: string
  /** What stands behind the name in the first line of the help. */
  readonly usage: string
  /** What to know beyond the summary, in whole sentences. */
  readonly description?: string
  readonly args: A
  /** Command lines, without `brain`, and what each is for. */
  readonly examples: readonly (readonly [line: string, purpose: string])[]
  readonly exitCodes: Readonly<Record<number, string>>
  /** @returns the exit code */
  run(args: ParsedArgs<A>, terminal: Terminal): Promise<number>
}

/** Declares a command; keeps the types of its arguments. */
export const command = <const A extends ArgsDef>(definition: Command<A>): Command<A> => definition

/** The short names of an option, without their hyphen. */
export const aliasesOf = (definition: ArgsDef[string]): string[] => ('alias' in definition ? [definition.alias ?? []].flat() : [])
