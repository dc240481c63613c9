import { languages } from '@brain-ai/contract'
import { LogOut } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { PasswordForm } from '../forms/password-form.tsx'
import { ProfileForm } from '../forms/profile-form.tsx'
import { browserLanguage, type Language } from '../languages/index.ts'
import { useMe, useWorkspace } from '../session.ts'
import { Page } from '../shell/page.tsx'
import { signOut } from '../sign-out.ts'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { SelectField } from '../ui/field.tsx'
import { controlKey, Key } from '../ui/key.tsx'
import { chooseTheme, type Theme, themes, useTheme } from '../ui/theme.ts'
import { useSetLanguage } from '../use-language.ts'

/** What belongs to the person: name, look, password, keyboard, signing out. */
export function ProfilePage() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  return (
    <Page title={t('profile.title')}>
      <div className="mx-auto w-full max-w-[46rem] px-4 py-8 md:px-6 md:py-12">
        <h1 className="text-xl font-semibold tracking-tight">{t('profile.title')}</h1>
        <p className="mt-1 text-sm text-muted">
          {t('profile.role', { workspace: workspace.name })}: {t(`roles.${workspace.role}`)}
        </p>
        <Section title={t('profile.account')}>
          <ProfileForm />
        </Section>
        <Section title={t('profile.appearance')}>
          <Appearance />
        </Section>
        <Section title={t('profile.password')} intro={t('profile.passwordIntro')}>
          <PasswordForm />
        </Section>
        <Section title={t('profile.keyboard')} className="hidden md:grid">
          <KeyboardHelp />
        </Section>
        <Section title={t('profile.signOut')} intro={t('profile.signOutText')}>
          <Button icon={<LogOut aria-hidden className="size-4" />} onClick={() => void signOut()}>
            {t('profile.signOut')}
          </Button>
        </Section>
      </div>
    </Page>
  )
}

interface SectionProps {
  title: string
  intro?: string
  className?: string
  children: ReactNode
}

function Section({ title, intro, className = 'grid', children }: SectionProps) {
  return (
    <section className={classNames('mt-8 gap-4 border-t border-line pt-8 md:grid-cols-[14rem_1fr] md:gap-8', className)}>
      <div>
        <h2 className="text-base font-semibold">{title}</h2>
        {intro && <p className="mt-1 text-sm text-muted">{intro}</p>}
      </div>
      <div>{children}</div>
    </section>
  )
}

function Appearance() {
  const { t } = useTranslation()
  const { user } = useMe()
  const setLanguage = useSetLanguage()
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
      <ThemeChoice />
    </div>
  )
}

const themeNames = { system: 'profile.themeSystem', light: 'profile.themeLight', dark: 'profile.themeDark' } as const

function ThemeChoice() {
  const { t } = useTranslation()
  const theme = useTheme()
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-1 text-sm font-medium">{t('profile.theme')}</legend>
      <div className="flex gap-1 rounded-xl bg-sunken p-1">
        {themes.map((value: Theme) => (
          <label
            key={value}
            className="flex min-h-11 flex-1 cursor-pointer items-center justify-center rounded-lg text-sm text-muted transition-colors has-checked:bg-surface has-checked:font-medium has-checked:text-text has-checked:shadow-low has-focus-visible:outline-2 has-focus-visible:outline-accent md:min-h-8"
          >
            <input
              type="radio"
              className="sr-only"
              name={name}
              value={value}
              checked={theme === value}
              onChange={() => chooseTheme(value)}
            />
            {t(themeNames[value])}
          </label>
        ))}
      </div>
    </fieldset>
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
