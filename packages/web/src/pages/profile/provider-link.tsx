import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { textOfCode } from '../../error-text.ts'
import { methodsQuery } from '../../queries.ts'
import { Section } from '../../ui/section.tsx'
import { Notice } from '../../ui/states.tsx'
import { OidcButton } from '../oidc-button.tsx'

const route = getRouteApi('/shell/profile/security')

/** Ties the account to who one is at the OpenID provider, where there is one; says how that went. */
export function ProviderLink() {
  const { t } = useTranslation()
  const { linked, problem } = route.useSearch()
  const provider = useQuery(methodsQuery).data?.oidc?.name
  if (!provider) return null
  return (
    <Section title={t('security.provider', { provider })} intro={t('security.providerIntro', { provider })}>
      <div className="flex flex-col items-start gap-4">
        {problem && (
          <Notice look="bad" icon={<CircleAlert aria-hidden className="text-bad" />} title={t('security.notLinked')}>
            {textOfCode(t, problem, t('signIn.problemUnknown'))}
          </Notice>
        )}
        {linked && !problem ? (
          <p role="status" className="flex items-center gap-2 text-sm font-medium">
            <CircleCheck aria-hidden className="size-5 text-good" />
            {t('security.linked', { provider })}
          </p>
        ) : (
          <OidcButton
            name={provider}
            returnTo="/profile/security?linked=yes"
            label={t('security.linkProvider', { provider })}
            className=""
          />
        )}
      </div>
    </Section>
  )
}
