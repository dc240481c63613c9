import { languages } from '@brain-ai/contract'
import { Link } from '@tanstack/react-router'
import { LogOut, ServerCog } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { ProfileForm } from '../../forms/profile-form.tsx'
import { browserLanguage, type Language } from '../../languages/index.ts'
import { useMe } from '../../session.ts'
import { signOut } from '../../sign-out.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { controlKey, Key } from '../../ui/key.tsx'
import { Section } from '../../ui/section.tsx'
import { Segments } from '../../ui/segments.tsx'
import { chooseTheme, themes, useTheme } from '../../ui/theme.ts'
import { useSetLanguage } from '../../use-language.ts'
import { ProfileFrame } from './profile-frame.tsx'

/** What belongs to the person: name, look, keyboard, signing out. */
export function ProfilePage() {
  const { t } = useTranslation()
  const { user, workspaces } = useMe()
  return (
    <ProfileFrame title={t('profile.title')}>
      <Section title={t('profile.account')}>
        <ProfileForm />
      </Section>
      <Section title={t('profile.appearance')}>
        <Appearance />
      </Section>
      {workspaces.length > 0 && (
        <Section title={t('profile.workspaces')}>
          <ul className="divide-y divide-line">
            {workspaces.map(({ slug, name, role }) => (
              <li key={slug} className="flex justify-between gap-4 py-2 text-sm">
                <span className="min-w-0 truncate font-medium">{name}</span>
                <span className="text-muted">{t(`roles.${role}`)}</span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section title={t('profile.keyboard')} className="max-md:hidden">
        <KeyboardHelp />
      </Section>
      {user.isOperator && (
        <Section title={t('instance.title')} intro={t('instance.intro')}>
          <Link to="/instance" className={buttonClass()}>
            <ServerCog aria-hidden className="size-4" />
            {t('instance.open')}
          </Link>
        </Section>
      )}
      <Section title={t('profile.signOut')} intro={t('profile.signOutText')}>
        <Button icon={<LogOut aria-hidden className="size-4" />} onClick={() => void signOut()}>
          {t('profile.signOut')}
        </Button>
      </Section>
    </ProfileFrame>
  )
}

const themeNames = { system: 'profile.themeSystem', light: 'profile.themeLight', dark: 'profile.themeDark' } as const

function Appearance() {
  const { t } = useTranslation()
  const { user } = useMe()
  const setLanguage = useSetLanguage()
  const theme = useTheme()
  const choices = [
    { value: '', label: t('profile.languageAuto', { language: t(`languages.${browserLanguage()}`) }) },
    ...languages.map((language) => ({ value: language, label: t(`languages.${language}`) })),
  ]
  return (
    <div className="flex flex-col gap-5">
      <SelectField
        label={t('profile.language')}
        choices={choices}
        value={user.language ?? ''}
        onChoose={(value) => setLanguage((value || null) as Language | null)}
      />
      <Segments
        label={t('profile.theme')}
        choices={themes.map((value) => ({ value, label: t(themeNames[value]) }))}
        value={theme}
        onChoose={chooseTheme}
      />
    </div>
  )
}

function KeyboardHelp() {
  const { t } = useTranslation()
  const rows = [
    [t('profile.keyCommands'), `${controlKey} K`],
    [t('profile.keySend'), 'Enter'],
    [t('profile.keyLine'), 'Shift Enter'],
    [t('profile.keyStop'), 'Esc'],
  ] as const
  return (
    <dl className="divide-y divide-line">
      {rows.map(([what, keys]) => (
        <div key={what} className="flex items-center justify-between gap-4 py-2">
          <dt className="text-sm">{what}</dt>
          <dd className="flex gap-1">
            {keys.split(' ').map((key) => (
              <Key key={key}>{key}</Key>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  )
}
