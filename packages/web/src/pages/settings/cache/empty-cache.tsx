import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../../api.ts'
import { cacheKey } from '../../../cache-queries.ts'
import { ConfirmForm } from '../../../forms/confirm-form.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/show-toast.ts'

/** Forgets what is kept, after a last question. */
export function EmptyCache() {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const [isAsking, setIsAsking] = useState(false)
  const close = () => setIsAsking(false)
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>{t('cache.emptyAction')}</Button>
      <Dialog isOpen={isAsking} onClose={close} title={t('cache.emptyQuestion')} closeLabel={t('app.close')}>
        <ConfirmForm
          submitLabel={t('cache.emptyAction')}
          act={() => api.call(routes.cache.emptyCache)}
          onDone={() => {
            close()
            showToast({ text: t('cache.emptied'), timeoutMs: 2500 })
            void queryClient.invalidateQueries({ queryKey: cacheKey() })
          }}
          onCancel={close}
        >
          <p className="text-sm">{t('cache.emptyConsequence')}</p>
        </ConfirmForm>
      </Dialog>
    </>
  )
}
