import type { InvitationOffer, Me } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { SignUpForm } from '../../forms/sign-up-form.tsx'
import { methodsQuery } from '../../queries.ts'
import { buttonClass } from '../../ui/button.tsx'
import { OidcButton } from '../oidc-button.tsx'

interface SignUpInvitedProps {
  token: string
  offer: InvitationOffer
  onDone: (me: Me) => void
}

/** For somebody who is not signed in: an account is made here, or one signs in first and comes back. */
export function SignUpInvited({ token, offer, onDone }: SignUpInvitedProps) {
  const { t } = useTranslation()
  const { hasPassword = true, oidc = null } = useQuery(methodsQuery).data ?? {}
  const [hasAccount, setHasAccount] = useState(offer.hasAccount)
  const here = `/invitation/${token}`
  const provider = oidc && <OidcButton name={oidc.name} returnTo={here} isPrimary={!hasPassword} />
  if (!hasPassword) return provider
  if (hasAccount)
    return (
      <>
        <p className="text-sm">{t('invitation.hasAccount')}</p>
        <Link to="/sign-in" search={{ next: here }} className={buttonClass('primary', 'md:min-h-10')}>
          {t('invitation.signInFirst')}
        </Link>
        {provider}
      </>
    )
  return (
    <>
      <SignUpForm token={token} offer={offer} onDone={onDone} onHasAccount={() => setHasAccount(true)} />
      {provider}
      {offer.email === null && (
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {t('invitation.accountAlready')}
          <Link to="/sign-in" search={{ next: here }} className={buttonClass('ghost', '-mx-3')}>
            {t('invitation.signInInstead')}
          </Link>
        </p>
      )}
    </>
  )
}
