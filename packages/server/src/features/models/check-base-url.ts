import { BrainError, type ProviderKind } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import { isPrivateLiteral } from '#platform/outbound'

/**
 * Refuses an address that a workspace may not name: without encryption, or on a private network, unless an operator allows it. A
 * name may lead to a private network all the same; that is found when it is connected to.
 * @throws BrainError request/invalid
 */
export function assertBaseUrl(ctx: WorkspaceContext, kind: ProviderKind, baseUrl: string | null): void {
  if (baseUrl === null) {
    if (kind !== 'openai-compatible') return
    throw invalid('Give the base URL of the server, as https://models.example.com/v1.')
  }
  const url = new URL(baseUrl)
  const { privateHosts } = ctx.app.config.models
  if (privateHosts.includes(url.hostname) || privateHosts.includes(url.host)) return
  if (isPrivateLiteral(url))
    throw invalid(`${url.host} lies in a private network. An operator can allow it with BRAIN_PRIVATE_MODEL_HOSTS.`)
  if (url.protocol !== 'https:')
    throw invalid(`The base URL must begin with https, unless an operator allows ${url.host} with BRAIN_PRIVATE_MODEL_HOSTS.`)
}

const invalid = (sentence: string): BrainError =>
  new BrainError('request/invalid', sentence, { errors: [{ path: 'baseUrl', message: sentence }] })
