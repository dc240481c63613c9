import { useTranslation } from 'react-i18next'
import { NewWorkspaceForm } from '../forms/new-workspace-form.tsx'
import { Page } from '../shell/page.tsx'

/** Makes another workspace. Who may not is told so by the server: that depends on how the installation is set. */
export function NewWorkspacePage() {
  const { t } = useTranslation()
  return (
    <Page title={t('newWorkspace.title')}>
      <div className="mx-auto w-full max-w-[30rem] px-4 py-8 md:px-6 md:py-12">
        <h1 className="text-xl font-semibold tracking-tight">{t('newWorkspace.title')}</h1>
        <p className="mt-1 mb-8 text-sm text-muted">{t('newWorkspace.intro')}</p>
        <NewWorkspaceForm />
      </div>
    </Page>
  )
}
