import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Serves the built web app: its files as they are, and its one page for every address that is not the API's. */
export async function serveWebApp(server: FastifyInstance, webAppDir: string | undefined): Promise<void> {
  if (!webAppDir || !existsSync(join(webAppDir, 'index.html'))) return
  const page = readFileSync(join(webAppDir, 'index.html'))
  await server.register(fastifyStatic, {
    root: webAppDir,
    wildcard: false,
    index: false,
    preCompressed: true,
    setHeaders: (reply, path) => {
      // Names of built assets carry a hash of their content.
      const isHashed = path.includes(`${webAppDir}/assets/`)
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  server.get('/*', { config: {} }, async (request, reply) => {
    const isApi = /^\/(api|v1)(\/|$)/.test(request.url)
    const isFile = /\.[a-z0-9]{2,5}$/i.test(request.url.split('?')[0] ?? '')
    if (isApi || isFile) return reply.callNotFound()
    return reply.header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page)
  })
}
