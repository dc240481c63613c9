import type { InstanceProvider } from '#config'
import type { ProviderSpec } from '#platform/llm'
import type { KeyRing } from '#platform/secrets'
import type { ProviderRow } from './provider-store.ts'

/** What their keys are sealed for: nothing else opens them. */
export const providerKeysPurpose = 'keys of model providers'

/** How a provider of the installation is reached. What the operator set up goes where it says. */
export const specOfInstance = ({ name, kind, baseUrl, apiKey }: InstanceProvider): ProviderSpec => ({
  endpointId: `installation ${name}`,
  name,
  kind,
  baseUrl,
  apiKey,
  isGuarded: false,
})

/** The row that a key was sealed for: it opens in no other. */
export const keyOwner = (workspaceId: string, providerId: string): string => `${workspaceId} ${providerId}`

/** How a provider of a workspace is reached; undefined when its key cannot be opened any more. */
export function specOfRow(row: ProviderRow, workspaceId: string, keyRing: KeyRing): ProviderSpec | undefined {
  const { id, name, kind, baseUrl, sealedKey, keyId, updatedAt } = row
  const apiKey =
    sealedKey === null || keyId === null ? undefined : keyRing.open({ text: sealedKey, keyId }, keyOwner(workspaceId, id))
  if (apiKey === undefined && sealedKey !== null) return undefined
  // What is remembered of it is not meant for what it was changed into.
  const endpointId = `${workspaceId} ${id} ${updatedAt.getTime()}`
  return { endpointId, name, kind, baseUrl: baseUrl ?? undefined, apiKey, isGuarded: true }
}
