import { useTranslation } from 'react-i18next'
import { Skeleton } from '../ui/states.tsx'

/** While the code or the data of a screen is on its way. */
export function LoadingPage() {
  const { t } = useTranslation()
  return (
    <main id="content" aria-busy className="mx-auto flex w-full max-w-3xl flex-col gap-4 px-6 py-10">
      <span className="sr-only" role="status">
        {t('app.loading')}
      </span>
      <Skeleton className="h-8 w-1/2" />
      <Skeleton className="h-4 w-full" />
      <Skeleton className="h-4 w-5/6" />
      <Skeleton className="h-4 w-2/3" />
    </main>
  )
}
