import { Link } from '@tanstack/react-router'
import { DoorClosed } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../session.ts'
import { signOut } from '../sign-out.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { EmptyState } from '../ui/states.tsx'

// Only operators ever see it here.
const NewWorkspaceForm = lazy(() =>
  import('../forms/new-workspace-form.tsx').then((file) => ({ default: file.NewWorkspaceForm })),
)

/** For somebody who is signed in, but a member of no workspace. */
export function NoWorkspacePage() {
  const { t } = useTranslation()
  const { isOperator } = useMe().user
  return (
    <main id="content" className="flex min-h-dvh flex-col justify-center">
      <title>{`${t('errors.noWorkspaceTitle')} · ${t('app.name')}`}</title>
      <EmptyState
        level="h1"
        icon={<DoorClosed aria-hidden />}
        title={t('errors.noWorkspaceTitle')}
        actions={
          <>
            {isOperator && (
              <Link to="/instance" className={buttonClass()}>
                {t('instance.title')}
              </Link>
            )}
            <Link to="/profile" className={buttonClass()}>
              {t('profile.title')}
            </Link>
            <Button onClick={() => void signOut()}>{t('profile.signOut')}</Button>
          </>
        }
      >
        {isOperator ? t('newWorkspace.intro') : t('errors.noWorkspaceText')}
      </EmptyState>
      {isOperator && (
        <div className="mx-auto w-full max-w-[26rem] px-4 pb-12">
          <Suspense>
            <NewWorkspaceForm />
          </Suspense>
        </div>
      )}
    </main>
  )
}
