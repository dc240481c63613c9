export { type Config, readConfig } from './read-config.ts'
export { type Setting, type SettingName, settings } from './settings.ts'
