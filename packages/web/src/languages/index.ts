import { languages } from '@brain-ai/contract'
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type english from './en.json'

export type Language = (typeof languages)[number]

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof english }
    // Error codes contain a slash and a dot never divides them.
    keySeparator: '.'
    nsSeparator: false
  }
}

const catalogues = { en: () => import('./en.json'), de: () => import('./de.json') }

const isLanguage = (name: string): name is Language => (languages as readonly string[]).includes(name)

/** The language of the browser, as far as there is a catalogue for it. */
export const browserLanguage = (): Language => navigator.languages.map((name) => name.slice(0, 2)).find(isLanguage) ?? 'en'

function rememberedLanguage(): Language | undefined {
  try {
    const name = localStorage.getItem('language')
    return name && isLanguage(name) ? name : undefined
  } catch {
    return undefined
  }
}

/** Gets the catalogues ready; only the chosen language is loaded. */
export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: {},
    fallbackLng: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  await chooseLanguage(rememberedLanguage() ?? browserLanguage())
}

/** Switches the interface, at once and on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const { default: catalogue } = await catalogues[language]()
    i18next.addResourceBundle(language, 'translation', catalogue)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  try {
    localStorage.setItem('language', language)
  } catch {
    // Without storage the account's language, or the browser's, decides next time.
  }
}

export const currentLanguage = (): Language => (isLanguage(i18next.language) ? i18next.language : 'en')
