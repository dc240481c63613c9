import { ClipboardPaste, FolderUp, Upload } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { type ChosenFile, filesOfInput } from '../../ui/file-drop.ts'

interface AddDocumentsProps {
  onFiles: (files: ChosenFile[]) => void
  onPaste: () => void
  isFocusedFirst?: boolean
}

/** The ways to add documents besides dropping them. */
export function AddDocuments({ onFiles, onPaste, isFocusedFirst = false }: AddDocumentsProps) {
  const { t } = useTranslation()
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // A browser opens its file dialog only on a click; the command palette therefore leads to the button.
    if (isFocusedFirst) button.current?.focus()
  }, [isFocusedFirst])

  const take = (input: HTMLInputElement) => {
    onFiles(filesOfInput(input))
    input.value = ''
  }
  return (
    <>
      <Button icon={<ClipboardPaste aria-hidden className="size-4" />} onClick={onPaste}>
        {t('documents.paste')}
      </Button>
      <Button
        className="max-md:hidden"
        icon={<FolderUp aria-hidden className="size-4" />}
        onClick={() => folder.current?.click()}
      >
        {t('documents.chooseFolder')}
      </Button>
      <Button ref={button} look="primary" icon={<Upload aria-hidden className="size-4" />} onClick={() => files.current?.click()}>
        {t('documents.chooseFiles')}
      </Button>
      <input
        ref={files}
        type="file"
        multiple
        hidden
        aria-label={t('documents.chooseFiles')}
        onChange={(event) => take(event.target)}
      />
      <input
        ref={folder}
        type="file"
        {...{ webkitdirectory: '' }}
        hidden
        aria-label={t('documents.chooseFolder')}
        onChange={(event) => take(event.target)}
      />
    </>
  )
}
