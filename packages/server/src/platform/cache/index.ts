export { Cache, type CacheConfig, cacheKey, type Made } from './cache.ts'
export type { CacheSpace } from './cache-store.ts'
