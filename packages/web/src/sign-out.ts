import i18next from 'i18next'
import { api, isCode, routes } from './api.ts'
import { textOfError } from './error-text.ts'
import { showToast } from './ui/show-toast.ts'

/** Ends the session and starts the page anew, so that nothing of it stays in memory. Says so when it did not work. */
export async function signOut(goTo = '/sign-in'): Promise<void> {
  try {
    await api.call(routes.auth.signOut)
  } catch (error) {
    if (!isCode(error, 'auth/required')) return showToast({ text: textOfError(i18next.t, error).text, isBad: true })
  }
  window.location.assign(goTo)
}
