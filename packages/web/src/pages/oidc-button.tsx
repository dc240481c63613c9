import { LogIn } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { buttonClass } from '../ui/button.tsx'

interface OidcButtonProps {
  /** Of the provider. */
  name: string
  returnTo: string
  isPrimary?: boolean
}

/** Leads to the OpenID provider and back. A plain link: the server answers it with a redirect. */
export function OidcButton({ name, returnTo, isPrimary = false }: OidcButtonProps) {
  const { t } = useTranslation()
  return (
    <a
      href={api.urlOf(routes.auth.startOidc, { query: { returnTo } })}
      className={buttonClass(isPrimary ? 'primary' : 'secondary', 'w-full md:min-h-10')}
    >
      <LogIn aria-hidden className="size-4" />
      {t('signIn.withProvider', { provider: name })}
    </a>
  )
}
