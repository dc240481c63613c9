import { ShieldX } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../session.ts'
import { Page } from '../../shell/page.tsx'
import { PageLinks } from '../../shell/page-links.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { instancePlaces } from './instance-places.ts'

interface InstanceFrameProps {
  title: string
  /** Stands beside the page, as a panel. */
  aside?: ReactNode
  children: ReactNode
}

/** What the pages about the installation have in common. Whoever does not run it is told so, instead of being shown errors. */
export function InstanceFrame({ title, aside, children }: InstanceFrameProps) {
  const { t } = useTranslation()
  const { user } = useMe()
  if (!user.isOperator)
    return (
      <Page title={t('instance.title')}>
        <EmptyState level="h1" icon={<ShieldX aria-hidden />} title={t('instance.notAllowedTitle')}>
          {t('instance.notAllowedText')}
        </EmptyState>
      </Page>
    )
  return (
    <Page title={`${title} · ${t('instance.title')}`} aside={aside}>
      <div className="mx-auto w-full max-w-[80rem] px-4 py-6 md:px-8 md:py-8">
        <h1 className="text-xl font-semibold tracking-tight">{t('instance.title')}</h1>
        <p className="text-sm text-muted">{t('instance.intro')}</p>
        <PageLinks label={t('instance.pages')} links={instancePlaces.map(({ to, name }) => ({ to, name: t(name) }))} />
        <section aria-label={title} className="@container mt-5 flex flex-col gap-4">
          {children}
        </section>
      </div>
    </Page>
  )
}
