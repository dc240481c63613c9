import { LogIn } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { buttonClass } from '../ui/button.tsx'

interface OidcButtonProps {
  /** Of the provider. */
  name: string
  returnTo: string
  /** Instead of what it says by itself. */
  label?: string
  className?: string
  isPrimary?: boolean
}

/** Leads to the OpenID provider and back. A plain link: the server answers it with a redirect. */
export function OidcButton({ name, returnTo, label, className = 'w-full md:min-h-10', isPrimary = false }: OidcButtonProps) {
  const { t } = useTranslation()
  return (
    <a
      href={api.urlOf(routes.auth.startOidc, { query: { returnTo } })}
      className={buttonClass(isPrimary ? 'primary' : 'secondary', className)}
    >
      <LogIn aria-hidden className="size-4" />
      {label ?? t('signIn.withProvider', { provider: name })}
    </a>
  )
}
