import { DoorClosed } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { signOut } from '../sign-out.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/states.tsx'

/** For somebody who is signed in, but a member of no workspace. */
export function NoWorkspacePage() {
  const { t } = useTranslation()
  return (
    <main id="content" className="flex min-h-dvh flex-col justify-center">
      <title>{`${t('errors.noWorkspaceTitle')} · ${t('app.name')}`}</title>
      <EmptyState
        level="h1"
        icon={<DoorClosed aria-hidden />}
        title={t('errors.noWorkspaceTitle')}
        actions={<Button onClick={() => void signOut()}>{t('profile.signOut')}</Button>}
      >
        {t('errors.noWorkspaceText')}
      </EmptyState>
    </main>
  )
}
