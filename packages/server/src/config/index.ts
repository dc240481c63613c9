export { type Config, type OidcConfig, readConfig } from './read-config.ts'
export type { InstanceProvider, ModelsConfig } from './read-models.ts'
export { type Setting, type SettingName, settings } from './settings.ts'
