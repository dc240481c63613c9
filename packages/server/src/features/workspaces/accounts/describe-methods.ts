import type { App } from '#platform/context'
import { hasJoinDomains } from './oidc/oidc-account-store.ts'

/** How one can sign in here, for the sign-in page. Where the provider is the only way, operators still find the form for passwords. */
export async function describeMethods(app: App) {
  const { oidc, mail } = app.config
  return {
    hasPassword: oidc?.isOnly !== true,
    oidc: oidc ? { name: oidc.name } : null,
    canMail: mail !== undefined,
    canRequestInvitation: await app.database.asSystem(hasJoinDomains),
  }
}
