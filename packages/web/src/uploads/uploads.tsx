import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { api } from '../api.ts'
import { documentsKey } from '../queries.ts'
import { createUploadQueue, isOver, type Upload, type UploadQueue } from './upload-queue.ts'

const UploadsContext = createContext<UploadQueue | null>(null)

/** Keeps uploads going while people walk through the app. */
export function UploadsProvider({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient()
  const [queue] = useState(() =>
    createUploadQueue(api.upload, () => void queryClient.invalidateQueries({ queryKey: documentsKey() })),
  )
  const isSending = !useSyncExternalStore(queue.subscribe, queue.list).every(isOver)
  useEffect(() => {
    if (!isSending) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isSending])
  return <UploadsContext value={queue}>{children}</UploadsContext>
}

export function useUploadQueue(): UploadQueue {
  const queue = useContext(UploadsContext)
  if (!queue) throw new Error('There is no UploadsProvider around this.')
  return queue
}

export function useUploads(): readonly Upload[] {
  const queue = useUploadQueue()
  return useSyncExternalStore(queue.subscribe, queue.list)
}
