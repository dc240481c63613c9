import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Logo } from '../ui/logo.tsx'

interface PlainPageProps {
  title: string
  intro?: ReactNode
  children: ReactNode
}

/** A screen outside the shell: one card in the middle, for setting up and signing in. */
export function PlainPage({ title, intro, children }: PlainPageProps) {
  const { t } = useTranslation()
  return (
    <main id="content" className="flex min-h-dvh flex-col items-center px-4 py-10 md:justify-center md:py-16">
      <title>{`${title} · ${t('app.name')}`}</title>
      <div className="w-full max-w-[26rem]">
        <Logo className="mb-6 size-11" />
        <h1 className="text-xl font-semibold tracking-tight text-balance">{title}</h1>
        {intro && <p className="mt-2 text-sm text-muted">{intro}</p>}
        <div className="mt-8">{children}</div>
      </div>
    </main>
  )
}
