import { ClipboardPaste, FolderUp, Upload } from 'lucide-react'
import { type RefObject, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button.tsx'
import { type ChosenFile, filesOfInput } from '../../ui/file-drop.ts'

/** The inputs behind the buttons, which the page keeps while the buttons move: a file dialog may be open meanwhile. */
export interface FileInputs {
  files: RefObject<HTMLInputElement | null>
  folder: RefObject<HTMLInputElement | null>
}

export function HiddenFileInputs({ inputs, onFiles }: { inputs: FileInputs; onFiles: (files: ChosenFile[]) => void }) {
  const { t } = useTranslation()
  const take = (input: HTMLInputElement) => {
    onFiles(filesOfInput(input))
    input.value = ''
  }
  return (
    <>
      <input
        ref={inputs.files}
        type="file"
        multiple
        hidden
        aria-label={t('documents.chooseFiles')}
        onChange={(event) => take(event.target)}
      />
      <input
        ref={inputs.folder}
        type="file"
        {...{ webkitdirectory: '' }}
        hidden
        aria-label={t('documents.chooseFolder')}
        onChange={(event) => take(event.target)}
      />
    </>
  )
}

interface AddDocumentsProps {
  inputs: FileInputs
  onPaste: () => void
  isFocusedFirst: boolean
  /** The workspace is suspended: shown, and said why not. */
  isHeldBack: boolean
}

/** The ways to add documents besides dropping them. */
export function AddDocuments({ inputs, onPaste, isFocusedFirst, isHeldBack }: AddDocumentsProps) {
  const { t } = useTranslation()
  const held = isHeldBack ? { disabled: true, title: t('suspended.upload') } : {}
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // A browser opens its file dialog only on a click; the command palette therefore leads to the button.
    if (isFocusedFirst) button.current?.focus()
  }, [isFocusedFirst])

  return (
    <>
      <Button icon={<ClipboardPaste aria-hidden className="size-4" />} onClick={onPaste} {...held}>
        {t('documents.paste')}
      </Button>
      <Button
        className="max-md:hidden"
        icon={<FolderUp aria-hidden className="size-4" />}
        onClick={() => inputs.folder.current?.click()}
        {...held}
      >
        {t('documents.chooseFolder')}
      </Button>
      <Button
        ref={button}
        look="primary"
        icon={<Upload aria-hidden className="size-4" />}
        onClick={() => inputs.files.current?.click()}
        {...held}
      >
        {t('documents.chooseFiles')}
      </Button>
    </>
  )
}
