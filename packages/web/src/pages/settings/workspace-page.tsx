import type { WorkspaceSettings } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { JoiningForm } from '../../forms/joining-form.tsx'
import { WorkspaceForm } from '../../forms/workspace-form.tsx'
import { workspaceQuery } from '../../queries.ts'
import { useIsHeldBack, useMay } from '../../session.ts'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { DangerZone } from './danger-zone.tsx'
import { SettingsPage } from './settings-page.tsx'

/** What the workspace is called, how it writes dates, who may join it, and how one parts with it. */
export function WorkspacePage() {
  const { t } = useTranslation()
  const mayWrite = useMay('workspace.write')
  const isHeldBack = useIsHeldBack('workspace.write')
  const { data: workspace, error, refetch } = useQuery(workspaceQuery())
  return (
    <SettingsPage title={t('settings.workspace')} intro={!mayWrite && !isHeldBack && t('workspaceForm.whoMay')}>
      {error && !workspace && (
        <div className="mt-8">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {!workspace && !error && <FormSkeleton />}
      {workspace && (
        <>
          <Section title={t('workspaceForm.general')}>
            {mayWrite ? <WorkspaceForm key={workspace.slug} workspace={workspace} /> : <Facts workspace={workspace} />}
          </Section>
          {mayWrite && (
            <Section title={t('workspaceForm.joining')} intro={t('workspaceForm.joiningIntro')}>
              <JoiningForm key={workspace.slug} workspace={workspace} />
            </Section>
          )}
          <DangerZone />
        </>
      )}
    </SettingsPage>
  )
}

/** The same for those who may not change it: no field that would not take anything. */
function Facts({ workspace }: { workspace: WorkspaceSettings }) {
  const { t } = useTranslation()
  const { name, slug, language, timeZone, joinDomains, joinRole } = workspace
  const joining = `${joinDomains.join(', ')} (${t(`roles.${joinRole}`)})`
  const facts = [
    [t('workspaceForm.name'), name],
    [t('workspaceForm.slug'), slug],
    [t('workspaceForm.language'), t(`languages.${language}`)],
    [t('workspaceForm.timeZone'), timeZone],
    [t('workspaceForm.domains'), joinDomains.length > 0 ? joining : t('workspaceForm.noDomains')],
  ] as const
  return (
    <dl className="divide-y divide-line">
      {facts.map(([what, value]) => (
        <div key={what} className="flex flex-col gap-0.5 py-2.5 first:pt-0 sm:flex-row sm:gap-4">
          <dt className="text-sm text-muted sm:w-44 sm:shrink-0">{what}</dt>
          <dd className="min-w-0 text-sm wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const FormSkeleton = () => (
  <div className="mt-8 grid gap-8 border-t border-line pt-8 lg:grid-cols-[13rem_minmax(0,1fr)]">
    <Skeleton className="h-6 w-24" />
    <div className="flex flex-col gap-6">
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} className="h-14" />
      ))}
    </div>
  </div>
)
