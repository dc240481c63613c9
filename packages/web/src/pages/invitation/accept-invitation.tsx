import type { InvitationOffer, Me } from '@brain-ai/contract'
import { useMutation } from '@tanstack/react-query'
import { UserRoundX } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../../api.ts'
import { FormError } from '../../error-notice.tsx'
import { signOut } from '../../sign-out.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/states.tsx'

interface AcceptInvitationProps {
  token: string
  offer: InvitationOffer
  me: Me
  /** Without a reply where nothing had to be done. */
  onDone: (me?: Me) => void
}

/** For somebody who is signed in: one button, unless the invitation is for another address. */
export function AcceptInvitation({ token, offer, me, onDone }: AcceptInvitationProps) {
  const { t } = useTranslation()
  const accept = useMutation({
    mutationFn: () => api.call(routes.invitations.acceptInvitation, { params: { token } }),
    onSuccess: onDone,
  })
  const { user, workspaces } = me
  if (workspaces.some(({ slug }) => slug === offer.workspace.slug))
    return (
      <>
        <p className="text-sm">{t('invitation.present')}</p>
        <Button look="primary" className="md:min-h-10" onClick={() => onDone()}>
          {t('invitation.openWorkspace', { workspace: offer.workspace.name })}
        </Button>
      </>
    )
  const isOther = offer.email !== null && offer.email.toLowerCase() !== user.email.toLowerCase()
  if (isOther || isCode(accept.error, 'invitation/other-address'))
    return (
      <Notice
        look="busy"
        icon={<UserRoundX aria-hidden className="text-busy" />}
        title={t('errors.invitation/other-address')}
        actions={<Button onClick={() => void signOut(window.location.pathname)}>{t('invitation.signOutAndGoOn')}</Button>}
      >
        {offer.email === null
          ? t('invitation.signedInAs', { email: user.email })
          : t('invitation.otherAddress', { email: user.email, invited: offer.email })}
      </Notice>
    )
  return (
    <>
      <p className="text-sm text-muted">{t('invitation.signedInAs', { email: user.email })}</p>
      <FormError error={accept.error} />
      <Button look="primary" className="md:min-h-10" isBusy={accept.isPending} onClick={() => accept.mutate()}>
        {t('invitation.accept')}
      </Button>
    </>
  )
}
