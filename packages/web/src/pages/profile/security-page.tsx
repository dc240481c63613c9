import { useTranslation } from 'react-i18next'
import { PasswordForm } from '../../forms/password-form.tsx'
import { Section } from '../../ui/section.tsx'
import { ProfileFrame } from './profile-frame.tsx'
import { ProviderLink } from './provider-link.tsx'
import { SecondFactor } from './second-factor.tsx'
import { SessionList } from './session-list.tsx'

/** What keeps the account safe: password, second factor, and where one is signed in. */
export function SecurityPage() {
  const { t } = useTranslation()
  return (
    <ProfileFrame title={t('security.title')}>
      <Section title={t('security.secondFactor')} intro={t('security.secondFactorIntro')}>
        <SecondFactor />
      </Section>
      <Section title={t('security.sessions')} intro={t('security.sessionsIntro')}>
        <SessionList />
      </Section>
      <ProviderLink />
      <Section title={t('profile.password')} intro={t('profile.passwordIntro')}>
        <PasswordForm />
      </Section>
    </ProfileFrame>
  )
}
