import { ChevronRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'

/** What the search understands, by example. */
export function SearchTips() {
  const { t } = useTranslation()
  const tips = [
    [t('search.tipExact'), t('search.tipExactText')],
    [t('search.tipWithout'), t('search.tipWithoutText')],
    [t('search.tipTitle'), t('search.tipTitleText')],
  ] as const
  return (
    <div className="text-left text-sm text-muted">
      <dl className="grid gap-x-4 gap-y-2 sm:grid-cols-[auto_1fr]">
        {tips.map(([example, text]) => (
          <div key={example} className="contents">
            <dt>
              <code className="rounded-md border border-line bg-sunken px-1.5 py-0.5 font-mono text-xs text-text">{example}</code>
            </dt>
            <dd className="max-sm:mb-1">{text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3">{t('search.tipForgiving')}</p>
      <p className="mt-1 max-md:hidden">{t('search.tipKeys')}</p>
    </div>
  )
}

/** The tips behind a line that opens them. */
export function SearchTipsDisclosure() {
  const { t } = useTranslation()
  return (
    <details className="group">
      <summary className="inline-flex min-h-11 cursor-pointer list-none items-center gap-1 rounded-lg pr-2 text-sm text-muted hover:text-text md:min-h-8 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        {t('search.tips')}
      </summary>
      <div className="mt-1 rounded-xl border border-line bg-surface p-4">
        <SearchTips />
      </div>
    </details>
  )
}
