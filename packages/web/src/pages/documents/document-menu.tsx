import type { DocumentView } from '@brain-ai/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download, Ellipsis, FolderInput, PencilLine, Tags, Trash2, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { MoveForm, RenameForm } from '../../forms/document-forms.tsx'
import { TagsForm } from '../../forms/tags-form.tsx'
import { documentQuery } from '../../queries.ts'
import { useMay } from '../../session.ts'
import { IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { saveBlob } from '../../ui/save-blob.ts'
import { showToast } from '../../ui/show-toast.ts'
import { useReportError } from '../../use-report-error.ts'
import { useDocumentActions } from './use-document-actions.ts'

interface DocumentMenuProps {
  document: DocumentView
  onDeleted: () => void
}

/** What can be done with one document. */
export function DocumentMenu({ document, onDeleted }: DocumentMenuProps) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const mayWrite = useMay('documents.write')
  const { remove } = useDocumentActions()
  const [dialog, setDialog] = useState<'rename' | 'move' | 'tags'>()
  const fileInput = useRef<HTMLInputElement>(null)
  const report = useReportError()

  const download = useMutation({
    mutationFn: () => api.call(routes.documents.getOriginal, { params: { id: document.id } }),
    onSuccess: (blob) => saveBlob(blob, document.fileName ?? `${document.title}.txt`),
    onError: report,
  })
  const replace = useMutation({
    mutationFn: (file: File) => api.replaceContent(document.id, { name: file.name, content: file }),
    onSuccess: async (changed) => {
      queryClient.setQueryData(documentQuery(changed.id).queryKey, changed)
      showToast({ text: t('document.uploadDone') })
      await queryClient.invalidateQueries({ queryKey: ['workspace'] })
    },
    onError: report,
  })

  return (
    <>
      <Menu trigger={<IconButton label={t('document.more')} icon={<Ellipsis aria-hidden className="size-4" />} />}>
        <MenuItem icon={<Download aria-hidden />} onSelect={() => download.mutate()}>
          {t('document.download')}
        </MenuItem>
        {mayWrite && (
          <>
            <MenuItem icon={<Upload aria-hidden />} onSelect={() => fileInput.current?.click()}>
              {t('document.upload')}
            </MenuItem>
            <MenuItem icon={<PencilLine aria-hidden />} onSelect={() => setDialog('rename')}>
              {t('document.rename')}
            </MenuItem>
            <MenuItem icon={<FolderInput aria-hidden />} onSelect={() => setDialog('move')}>
              {t('document.move')}
            </MenuItem>
            <MenuItem icon={<Tags aria-hidden />} onSelect={() => setDialog('tags')}>
              {t('document.changeTags')}
            </MenuItem>
            <MenuItem
              isDanger
              icon={<Trash2 aria-hidden />}
              onSelect={() => {
                onDeleted()
                void remove([document])
              }}
            >
              {t('document.delete')}
            </MenuItem>
          </>
        )}
      </Menu>
      <input
        ref={fileInput}
        type="file"
        hidden
        aria-label={t('document.upload')}
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) replace.mutate(file)
          event.target.value = ''
        }}
      />
      <Dialog
        isOpen={dialog === 'rename'}
        onClose={() => setDialog(undefined)}
        title={t('document.rename')}
        closeLabel={t('app.close')}
      >
        <RenameForm document={document} onDone={() => setDialog(undefined)} />
      </Dialog>
      <Dialog
        isOpen={dialog === 'move'}
        onClose={() => setDialog(undefined)}
        title={t('document.move')}
        closeLabel={t('app.close')}
      >
        <MoveForm document={document} onDone={() => setDialog(undefined)} />
      </Dialog>
      <Dialog
        isOpen={dialog === 'tags'}
        onClose={() => setDialog(undefined)}
        title={t('document.changeTags')}
        closeLabel={t('app.close')}
      >
        <TagsForm documents={[document]} onDone={() => setDialog(undefined)} />
      </Dialog>
    </>
  )
}
