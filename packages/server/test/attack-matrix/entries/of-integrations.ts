import type { Entries, Ids } from '../entry.ts'

const question = 'When does the harbour master open?'
const messages = [{ role: 'user' as const, content: question }]
const embedding = { model: 'embed-32', input: question }
const call = (name: string, input: object) => ({
  body: { jsonrpc: '2.0' as const, id: 1, method: 'tools/call', params: { name, arguments: input } },
})
const read = (uri: string) => ({ body: { jsonrpc: '2.0' as const, id: 1, method: 'resources/read', params: { uri } } })

export const integrationEntries: Entries<'openai' | 'mcp'> = {
  openai: {
    createChatCompletion: {
      names: ['agent', 'collection'],
      build: ({ agent, collection }: Ids) => [
        { body: { model: agent, messages } },
        { body: { model: agent, messages, collections: [collection] } },
      ],
    },
    createEmbeddings: { names: [], build: () => ({ body: embedding }), refusal: 'model/not-configured' },
    listModels: { names: [], build: () => ({}) },
    getModel: { names: ['agent'], build: ({ agent }) => ({ params: { model: agent } }) },
  },
  mcp: {
    sendMessage: {
      names: ['document', 'collection', 'agent'],
      build: ({ document, collection, agent }) => [
        call('search', { query: question, collection }),
        call('read_document', { id: document }),
        call('ask', { question, agent, collections: [collection] }),
        read(`brain://documents/${document}`),
        { body: { jsonrpc: '2.0', id: 1, method: 'resources/list' } },
      ],
    },
    listen: { names: [], build: () => ({}), refusal: 'request/method-not-allowed' },
  },
}
