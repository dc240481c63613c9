/** Works on all items in their order, at most `limit` at the same time; takes no new one after the first error, and throws it. */
export async function runInParallel<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  // All workers share the iterator, so that each item is taken once.
  const waiting = items.values()
  let hasFailed = false
  const workers = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (const item of waiting) {
      if (hasFailed) return
      await work(item).catch((error: unknown) => {
        hasFailed = true
        throw error
      })
    }
  })
  await Promise.all(workers)
}
