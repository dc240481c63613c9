import { Target } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { GoodPlace } from '../../forms/add-to-set-form.tsx'
import { useMay } from '../../session.ts'
import { IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/states.tsx'

const AddToSetForm = lazy(() => import('../../forms/add-to-set-form.tsx'))

/** A small button beside a place that was found: this is what search should find for the question. */
export function AddToSet({ place }: { place: GoodPlace }) {
  const { t } = useTranslation()
  const mayWrite = useMay('evaluation.write')
  const [isOpen, setIsOpen] = useState(false)
  if (!mayWrite) return null
  return (
    <>
      <IconButton label={t('addToSet.action')} icon={<Target aria-hidden className="size-4" />} onClick={() => setIsOpen(true)} />
      <Dialog
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        title={t('addToSet.action')}
        intro={t('addToSet.intro')}
        closeLabel={t('app.close')}
      >
        <Suspense fallback={<Skeleton className="h-40" />}>
          <AddToSetForm place={place} onDone={() => setIsOpen(false)} />
        </Suspense>
      </Dialog>
    </>
  )
}
