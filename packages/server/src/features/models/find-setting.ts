import type { App } from '#platform/context'
import type { SettingRow } from './choice-store.ts'
import { resolveChoice } from './get-choice.ts'

/** All that decides which model is asked, and where: another one after each change of it. */
export interface ModelSetting {
  /** As in `ModelChoice`. */
  readonly chatModels: readonly string[]
  readonly fingerprint: string
  /** Without any of its own, those of the installation are all that there are. */
  readonly hasOwnProviders: boolean
}

export function toModelSetting({ config }: Pick<App, 'config'>, row: SettingRow): ModelSetting {
  const { chatModels } = resolveChoice(row, config.models)
  // Which key pays changes no answer, and has nothing to do in what is kept.
  const installation = config.models.providers.map(({ name, kind, baseUrl }) => [name, kind, baseUrl])
  return {
    chatModels,
    fingerprint: JSON.stringify([row.chosenAt, row.providers, installation]),
    hasOwnProviders: row.providers !== null,
  }
}
