import type { Entries } from '../entry.ts'

export const cacheEntries: Entries<'cache'> = {
  cache: {
    getCache: { names: [], build: () => ({}) },
    emptyCache: { names: [], build: () => ({}) },
    warmUpCache: { names: [], build: () => ({ body: { questions: 1, maxTokens: 0 } }) },
    stopWarmup: { names: [], build: () => ({}) },
  },
}
