export { Cache, cacheKey } from './cache.ts'
export type { CacheSpace } from './cache-store.ts'
