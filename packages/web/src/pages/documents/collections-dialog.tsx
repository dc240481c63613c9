import type { CollectionView } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CollectionNameForm } from '../../forms/collection-name-form.tsx'
import { allCollectionsQuery } from '../../queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { CollectionAccess } from './collection-access.tsx'
import { CollectionList } from './collection-list.tsx'

interface CollectionsDialogProps {
  /** `collections`, or the id of the one whose readers are shown. */
  shown: string
  onShow: (shown: string | undefined) => void
}

/** The collections in one dialog: all of them, or one step into one of them. */
export default function CollectionsDialog({ shown, onShow }: CollectionsDialogProps) {
  const { t } = useTranslation()
  const [form, setForm] = useState<'new' | CollectionView>()
  const all = useQuery(allCollectionsQuery()).data?.collections
  const open = all?.find(({ id }) => id === shown)
  const toList = () => {
    setForm(undefined)
    onShow('collections')
  }

  let title: string
  let body: ReactNode
  const isList = !form && (shown === 'collections' || (all !== undefined && !open))
  if (form) {
    title = t(form === 'new' ? 'collections.new' : 'collections.rename')
    body = (
      <CollectionNameForm
        {...(form !== 'new' && { collection: form })}
        onCancel={toList}
        onDone={(saved) => {
          setForm(undefined)
          // Whoever makes a closed one says next who else reads it.
          onShow(form === 'new' && saved.access === 'members' ? saved.id : 'collections')
        }}
      />
    )
  } else if (isList) {
    title = t('collections.title')
    body = <CollectionList onCreate={() => setForm('new')} onRename={setForm} onAccess={({ id }) => onShow(id)} />
  } else {
    title = open ? t('collections.accessOf', { name: open.name }) : t('collections.access')
    body = open ? <CollectionAccess collection={open} onDone={toList} /> : <Skeleton className="h-40" />
  }
  return (
    <Dialog
      isOpen
      onClose={() => onShow(undefined)}
      title={title}
      intro={isList ? t('collections.intro') : undefined}
      closeLabel={t('app.close')}
    >
      <Step key={form ? 'form' : shown}>{body}</Step>
    </Dialog>
  )
}

/** One step of the dialog. The menu or button that led to it is gone, so it takes the focus, unless a field in it has. */
function Step({ children }: { children: ReactNode }) {
  const step = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // A menu gives the focus back in the next frame, to where it came from.
    const timer = setTimeout(() => {
      if (step.current && !step.current.contains(document.activeElement)) step.current.focus()
    }, 50)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div ref={step} tabIndex={-1} className="outline-none">
      {children}
    </div>
  )
}
