export { type Config, type OidcConfig, readConfig } from './read-config.ts'
export { type Setting, type SettingName, settings } from './settings.ts'
