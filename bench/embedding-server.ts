import { createServer } from 'node:http'
import { parseArgs } from 'node:util'
import { readCollections } from './ir-collections.ts'
import { type Embedder, learnEmbedder } from './latent-semantics.ts'

// A small program that speaks the protocol of OpenAI for embeddings, with vectors learnt from the co-occurrences of words in a folder of
// collections. It is no language model, and is named as what it is: lsa-DIMENSIONS.
// node bench/embedding-server.ts --collections FOLDER [--only NAME] [--dimensions 128] [--port 0] [--delay MS]

export interface EmbeddingServer extends AsyncDisposable {
  /** As OPENAI_BASE_URL wants it. */
  readonly baseUrl: string
  /** As it is asked for. */
  readonly model: string
  /** How many texts it was given so far. */
  countTexts(): number
}

/** Serves an embedder on the loopback interface. @param delayMs how long each reply is held back, as a far provider would */
export async function serveEmbeddings(
  embed: Embedder,
  { model, port = 0, delayMs = 0 }: { model: string; port?: number; delayMs?: number },
): Promise<EmbeddingServer> {
  let texts = 0
  const server = createServer(async (request, response) => {
    const reply = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path === '/v1/models') return reply(200, { object: 'list', data: [{ id: model, object: 'model', owned_by: 'bench' }] })
    if (path !== '/v1/embeddings' || request.method !== 'POST')
      return reply(404, { error: { message: 'There is nothing here.' } })
    const asked = JSON.parse(await readBody(request)) as { model: string; input: string | string[]; encoding_format?: string }
    if (asked.model !== model)
      return reply(404, { error: { message: `There is no model ${asked.model}.`, code: 'model_not_found' } })
    const input = typeof asked.input === 'string' ? [asked.input] : asked.input
    texts += input.length
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    const tokens = input.reduce((sum, text) => sum + Math.ceil(text.length / 4), 0)
    const data = input.map((text, index) => {
      const vector = embed(text)
      const embedding = asked.encoding_format === 'base64' ? Buffer.from(vector.buffer).toString('base64') : Array.from(vector)
      return { object: 'embedding', index, embedding }
    })
    reply(200, { object: 'list', data, model, usage: { prompt_tokens: tokens, total_tokens: tokens } })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as { port: number }
  return {
    baseUrl: `http://127.0.0.1:${address.port}/v1`,
    model,
    countTexts: () => texts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function readBody(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      collections: { type: 'string' },
      only: { type: 'string', multiple: true },
      dimensions: { type: 'string', default: '128' },
      port: { type: 'string', default: '0' },
      delay: { type: 'string', default: '0' },
    },
  })
  if (values.collections === undefined) throw new Error('--collections FOLDER is missing')
  const dimensions = Number(values.dimensions)
  const texts = readCollections(values.collections, values.only).flatMap(({ documents }) => documents)
  const embed = learnEmbedder(texts, dimensions)
  const options = { model: `lsa-${dimensions}`, port: Number(values.port), delayMs: Number(values.delay) }
  const server = await serveEmbeddings(embed, options)
  console.log(`OPENAI_BASE_URL=${server.baseUrl} BRAIN_EMBEDDING_MODEL=openai/${server.model}`)
}
