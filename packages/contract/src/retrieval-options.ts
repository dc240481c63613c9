import { z } from 'zod'

/** An option of retrieval as people and programs may set it. */
export type RetrievalOptionSpec =
  | { readonly type: 'integer' | 'number'; readonly minimum: number; readonly maximum: number; readonly default: number }
  | { readonly type: 'boolean'; readonly default: boolean }

/**
 * What of retrieval can be tuned, each with its range and default. A new one is a line here, by the name that `retrievePassages` reads
 * it under: requests, the command line and the screen of search quality follow this table.
 */
export const retrievalOptions = {
  rankedAgain: { type: 'integer', minimum: 1, maximum: 100, default: 30 },
  hybridWeight: { type: 'number', minimum: 0, maximum: 1, default: 0.5 },
  isBroad: { type: 'boolean', default: false },
} as const satisfies Record<string, RetrievalOptionSpec>

export type RetrievalOptionName = keyof typeof retrievalOptions
export type RetrievalOptions = {
  readonly [N in RetrievalOptionName]: (typeof retrievalOptions)[N]['default'] extends boolean ? boolean : number
}

export const retrievalOptionNames = Object.keys(retrievalOptions) as RetrievalOptionName[]

export const defaultRetrievalOptions = Object.fromEntries(
  Object.entries(retrievalOptions).map(([name, spec]) => [name, spec.default]),
) as RetrievalOptions

type OptionSchemas = { readonly [N in RetrievalOptionName]: z.ZodDefault<z.ZodType<RetrievalOptions[N]>> }

/** Whatever is left out has its default. */
export const RetrievalOptionsBody = z.object(
  Object.fromEntries(
    Object.entries<RetrievalOptionSpec>(retrievalOptions).map(([name, spec]) => [name, schemaOf(spec)]),
  ) as unknown as OptionSchemas,
)

function schemaOf(spec: RetrievalOptionSpec) {
  if (spec.type === 'boolean') return z.boolean().default(spec.default)
  const number = z.number().min(spec.minimum).max(spec.maximum)
  return (spec.type === 'integer' ? number.int() : number).default(spec.default)
}
