import { contract, type RouteSpec } from '@brain-ai/contract'
import { ConnectionError, toBrainError, toConnectionError } from './errors.ts'
import type { CallArguments, LooseInput, Reply, StreamEvent } from './route-types.ts'
import { readServerSentEvents } from './server-sent-events.ts'
import { sendBody, type UploadFile, type UploadOptions } from './upload.ts'

export interface ClientOptions {
  /** Origin of the server without a slash at the end; empty in a page that the server itself delivers. */
  baseUrl: string
  /** An API key or session token; without it the browser's session cookie counts. */
  token?: string | undefined
  /** Slug of the workspace; a function where it may change. */
  workspace?: string | undefined | (() => string | undefined)
  fetch?: typeof fetch
}

type ImportReply = Reply<typeof contract.documents.importDocuments>
type ReplaceReply = Reply<typeof contract.documents.replaceContent>

export interface Client {
  /** Calls a route. Throws BrainError for an error reply and ConnectionError when there is none. */
  call<const R extends RouteSpec>(route: R, ...input: CallArguments<R>): Promise<Reply<R>>
  /** Reads the streamed reply of a route, event by event; leaving the loop ends the stream. Throws as `call` does. */
  stream<const R extends RouteSpec>(route: R, ...input: CallArguments<R>): AsyncGenerator<StreamEvent<R>, void, undefined>
  /** Imports files as documents. */
  upload(files: readonly UploadFile[], options?: UploadOptions): Promise<ImportReply>
  /** Puts a new version in the place of a document's content. */
  replaceContent(id: string, file: UploadFile, options?: Omit<UploadOptions, 'collection' | 'tags'>): Promise<ReplaceReply>
  /** The address of a route, for a link or a download. */
  urlOf(route: RouteSpec, input?: Pick<LooseInput, 'params' | 'query'>): string
}

/** Makes the typed client of the HTTP API from the contract. */
export function createClient(options: ClientOptions): Client {
  const fetchReply: typeof fetch = options.fetch ?? ((...request) => fetch(...request))
  const urlOf = (route: RouteSpec, input: LooseInput = {}) => options.baseUrl + pathOf(route, input)

  function headersFor(accept: string): Record<string, string> {
    const workspace = typeof options.workspace === 'function' ? options.workspace() : options.workspace
    return {
      accept,
      ...(options.token && { authorization: `Bearer ${options.token}` }),
      ...(workspace && { 'x-workspace-slug': workspace }),
    }
  }

  async function send(route: RouteSpec, input: LooseInput, accept: string): Promise<Response> {
    const url = urlOf(route, input)
    const hasBody = input.body !== undefined
    const response = await fetchReply(url, {
      method: route.method,
      credentials: 'same-origin',
      headers: { ...headersFor(accept), ...(hasBody && { 'content-type': 'application/json' }) },
      ...(hasBody && { body: JSON.stringify(input.body) }),
      ...(input.signal && { signal: input.signal }),
    }).catch((error: unknown) => {
      throw toConnectionError(error, options.baseUrl)
    })
    if (!response.ok) throw await toBrainError(response)
    return response
  }

  async function upload(route: RouteSpec, input: LooseInput, body: FormData | Blob, sending: UploadOptions): Promise<unknown> {
    const headers = headersFor('application/json')
    // A browser writes the boundary of a multipart body into its content type itself.
    if (!(body instanceof FormData)) headers['content-type'] = 'application/octet-stream'
    const { signal, onProgress } = sending
    const request = { url: urlOf(route, input), method: route.method, headers, body, signal, onProgress }
    const response = await sendBody(request, fetchReply)
    if (!response.ok) throw await toBrainError(response)
    return readJson(response)
  }

  return {
    async call(route, ...[input]) {
      const response = await send(route, (input ?? {}) as LooseInput, route.replyType ?? 'application/json')
      if (route.reply) return (await readJson(response)) as never
      return (route.replyType ? await response.blob() : undefined) as never
    },

    async *stream(route, ...[input]) {
      const response = await send(route, (input ?? {}) as LooseInput, 'text/event-stream')
      if (!response.body) throw new ConnectionError('The server sent no stream.')
      try {
        for await (const { name, data } of readServerSentEvents(response.body)) {
          // A newer server may send events that this contract does not know.
          if (route.events && Object.hasOwn(route.events, name)) yield { name, data: JSON.parse(data) } as never
        }
      } catch (error) {
        throw toConnectionError(error, options.baseUrl)
      }
    },

    async upload(files, sending = {}) {
      const form = new FormData()
      for (const { name, content } of files) form.append('files', content, name)
      const query = { collection: sending.collection, tags: sending.tags?.join(',') }
      return (await upload(contract.documents.importDocuments, { query }, form, sending)) as ImportReply
    },

    async replaceContent(id, file, sending = {}) {
      const input = { params: { id }, query: { fileName: file.name } }
      return (await upload(contract.documents.replaceContent, input, file.content, sending)) as ReplaceReply
    },

    urlOf,
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (error) {
    throw toConnectionError(error, response.url)
  }
}

function pathOf(route: RouteSpec, { params = {}, query = {} }: LooseInput): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null) search.set(name, String(value))
  return search.size > 0 ? `${path}?${search}` : path
}
