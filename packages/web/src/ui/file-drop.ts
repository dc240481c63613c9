import { useEffect, useState } from 'react'

/** A file with its path inside the dropped or chosen folder. */
export interface ChosenFile {
  file: File
  path: string
}

/** Lets files and folders be dropped anywhere on the page; tells whether some hover over it right now. */
export function useFileDrop(onFiles: (files: ChosenFile[]) => void, isAllowed: boolean): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    if (!isAllowed) return
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setIsOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false)
    }
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      setIsOver(false)
      // The entries have to be taken now: after this handler the browser empties the list.
      const entries = Array.from(event.dataTransfer.items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null)
      void Promise.all(entries.map(readEntry)).then((lists) => onFiles(withoutClutter(lists.flat())))
    }
    const listeners = { dragover: over, dragenter: over, dragleave: leave, drop } as const
    for (const [name, listener] of Object.entries(listeners)) window.addEventListener(name, listener as EventListener)
    return () => {
      for (const [name, listener] of Object.entries(listeners)) window.removeEventListener(name, listener as EventListener)
    }
  }, [onFiles, isAllowed])
  return isOver
}

/** The files of an `<input type=file>`, with their paths where a folder was chosen. */
export const filesOfInput = (input: HTMLInputElement): ChosenFile[] =>
  withoutClutter(Array.from(input.files ?? [], (file) => ({ file, path: file.webkitRelativePath || file.name })))

/** Folders carry files that nobody means: `.DS_Store`, `.git`, `~$draft.docx`. */
const withoutClutter = (files: ChosenFile[]): ChosenFile[] =>
  files.filter(
    ({ path }) => !path.split('/').some((name) => name.startsWith('.') || name.startsWith('~$') || name === 'Thumbs.db'),
  )

async function readEntry(entry: FileSystemEntry): Promise<ChosenFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject))
    return [{ file, path: entry.fullPath.replace(/^\//, '') }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const files: ChosenFile[] = []
  for (;;) {
    // A reader gives at most a hundred entries at a time, and none when it is through.
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (entries.length === 0) return files
    files.push(...(await Promise.all(entries.map(readEntry))).flat())
  }
}
