import { toConnectionError } from './errors.ts'

/** A file with the name it should get; a browser's File fits. */
export interface UploadFile {
  readonly name: string
  readonly content: Blob
}

export interface UploadOptions {
  /** Name or id; a name that does not exist is created. */
  collection?: string | undefined
  tags?: readonly string[] | undefined
  signal?: AbortSignal | undefined
  /** Told how much was sent, from 0 to 1. Only browsers know it. */
  onProgress?: ((sent: number) => void) | undefined
}

export interface SendRequest {
  url: string
  method: string
  headers: Record<string, string>
  body: FormData | Blob
  signal?: AbortSignal | undefined
  onProgress?: ((sent: number) => void) | undefined
}

/** The part of XMLHttpRequest used here: Node, where this file is checked as well, has none. */
interface Uploader {
  upload: { onprogress: ((event: { loaded: number; total: number; lengthComputable: boolean }) => void) | null }
  status: number
  responseText: string
  onload: (() => void) | null
  onerror: (() => void) | null
  onabort: (() => void) | null
  open(method: string, url: string): void
  setRequestHeader(name: string, value: string): void
  send(body: unknown): void
  abort(): void
}

/** Sends a body. fetch cannot tell how much was sent, so a browser uses XMLHttpRequest where somebody wants to know. */
export function sendBody(request: SendRequest, fetchReply: typeof fetch): Promise<Response> {
  const { XMLHttpRequest: Request } = globalThis as { XMLHttpRequest?: new () => Uploader }
  if (request.onProgress && Request) return sendWithProgress(request, new Request())
  const { url, method, headers, body, signal } = request
  return fetchReply(url, { method, headers, body, credentials: 'same-origin', ...(signal && { signal }) }).catch(
    (error: unknown) => {
      throw toConnectionError(error, url)
    },
  )
}

function sendWithProgress({ url, method, headers, body, signal, onProgress }: SendRequest, request: Uploader): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>()
  request.open(method, url)
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  request.upload.onprogress = ({ loaded, total, lengthComputable }) => {
    if (lengthComputable && total > 0) onProgress?.(loaded / total)
  }
  request.onload = () => {
    const hasBody = request.status !== 204 && request.status !== 304
    resolve(new Response(hasBody ? request.responseText : null, { status: request.status }))
  }
  request.onerror = () => reject(toConnectionError(new TypeError('The upload failed.'), url))
  request.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'))
  if (signal?.aborted) request.onabort()
  else {
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    request.send(body)
  }
  return promise
}
