import { APICallError } from '@ai-sdk/provider'
import { faultOf, ModelFault } from './model-fault.ts'
import type { ProviderSpec } from './provider-spec.ts'
import { adapters, type Fetch, type ListedModel } from './providers/index.ts'

const maxModels = 2_000

/** @throws BrainError model/unavailable · model/refused */
export async function listModels(given: {
  spec: ProviderSpec
  fetch: Fetch
  timeoutMs: number
  signal: AbortSignal
  now: () => Date
}): Promise<ListedModel[]> {
  const { spec, fetch, signal, now } = given
  const { request, read } = adapters[spec.kind].list
  const { url, headers } = request(spec)
  const own = AbortSignal.timeout(given.timeoutMs)
  try {
    const reply = await fetch(url, { headers, signal: AbortSignal.any([signal, own]) })
    const text = await reply.text()
    if (!reply.ok) {
      const responseHeaders = Object.fromEntries(reply.headers)
      throw new APICallError({
        message: '',
        url,
        requestBodyValues: undefined,
        statusCode: reply.status,
        responseHeaders,
        responseBody: text,
      })
    }
    return read(JSON.parse(text)).slice(0, maxModels)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    throw (own.aborted ? new ModelFault('first-token-timeout') : faultOf(error, now())).toBrainError(spec.name)
  }
}
