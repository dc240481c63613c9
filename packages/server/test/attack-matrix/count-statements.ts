import type { PoolClient } from 'pg'
import type { World } from '../world.ts'

/** How many statements a server has sent to its database so far; background work counts as well. */
export function countStatements({ server }: World): () => number {
  const { pool } = server.app.database
  const counted = new WeakSet<PoolClient>()
  let statements = 0
  pool.on('acquire', (client) => {
    if (counted.has(client)) return
    counted.add(client)
    const query = client.query.bind(client) as (...given: unknown[]) => unknown
    client.query = ((...given: unknown[]) => {
      statements++
      return query(...given)
    }) as typeof client.query
  })
  return () => statements
}
