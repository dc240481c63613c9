import type { CollectionReaders, CollectionView, MemberView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { useMe } from '../session.ts'
import { Button } from '../ui/button.tsx'
import { showToast } from '../ui/show-toast.ts'
import { AccessChoice } from './collection-name-form.tsx'
import { MemberPicker } from './member-picker.tsx'

interface CollectionAccessFormProps {
  collection: CollectionView
  readers: CollectionReaders
  members: MemberView[]
  onDone: () => void
  onCancel: () => void
}

/** Who may read a collection. Names stay while it is open to all, so that closing it again brings them back. */
export function CollectionAccessForm({ collection, readers, members, onDone, onCancel }: CollectionAccessFormProps) {
  const { t } = useTranslation()
  const { user } = useMe()
  const queryClient = useQueryClient()
  const [access, setAccess] = useState(readers.access)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(readers.members.map(({ userId }) => userId)))
  const save = useMutation({
    mutationFn: () =>
      api.call(routes.collections.setCollectionReaders, {
        params: { id: collection.id },
        body: { access, members: [...chosen] },
      }),
    onSuccess: async () => {
      // Documents appear or vanish with it, in every list.
      await queryClient.invalidateQueries({ queryKey: ['workspace'] })
      showToast({ text: t('app.saved'), timeoutMs: 2500 })
      onDone()
    },
  })
  const isClosed = access === 'members'
  // Whoever closes it means to go on reading, unless they never did.
  const choose = (next: typeof access) => {
    setAccess(next)
    if (next === 'members' && chosen.size === 0 && collection.isReadable) setChosen(new Set([user.id]))
  }
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      <div className="flex flex-col gap-1">
        <AccessChoice isLabelHidden value={access} onChoose={choose} />
        <p className="text-xs text-muted">{t(isClosed ? 'collections.closedHint' : 'collections.openHint')}</p>
      </div>
      {isClosed && <MemberPicker label={t('collections.readers')} members={members} chosen={chosen} onChange={setChosen} />}
      {isClosed && chosen.size === 0 && <p className="text-sm text-muted">{t('collections.nobody')}</p>}
      {isClosed && chosen.size > 0 && !chosen.has(user.id) && (
        <p role="status" className="flex gap-2 rounded-lg bg-busy-soft px-3 py-2 text-sm text-busy">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t('collections.notYou')}
        </p>
      )}
      <FormError error={save.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('app.cancel')}</Button>
        <Button type="submit" look="primary" disabled={isClosed && chosen.size === 0} isBusy={save.isPending}>
          {t('app.save')}
        </Button>
      </div>
    </form>
  )
}
