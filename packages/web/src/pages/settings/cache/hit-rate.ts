/** How much of what was looked for was there, from 0 to 1; undefined while nothing was looked for. */
export function hitRate({ hits, misses }: { hits: number; misses: number }): number | undefined {
  const asked = hits + misses
  return asked === 0 ? undefined : hits / asked
}
