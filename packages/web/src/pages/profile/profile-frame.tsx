import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../session.ts'
import { Page } from '../../shell/page.tsx'
import { PageLinks } from '../../shell/page-links.tsx'

/** What the pages about the person have in common. */
export function ProfileFrame({ title, children }: { title: string; children: ReactNode }) {
  const { t } = useTranslation()
  const { user } = useMe()
  return (
    <Page title={title}>
      <div className="mx-auto w-full max-w-[48rem] px-4 py-8 md:px-6 md:py-12">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 truncate text-sm text-muted">{user.email}</p>
        <PageLinks
          label={t('profile.pages')}
          links={[
            { to: '/profile', name: t('profile.title') },
            { to: '/profile/security', name: t('security.title') },
          ]}
        />
        <div className="*:first:mt-0 *:first:border-0">{children}</div>
      </div>
    </Page>
  )
}
