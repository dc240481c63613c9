import type { QueryClient } from '@tanstack/react-query'
import { conversationsKey } from './queries.ts'
import { chosenWorkspace } from './workspace-choice.ts'

const channelName = 'brain-conversations'
let channel: BroadcastChannel | undefined

/** Says to the other tabs of this browser that something happened in a conversation. */
export function tellOtherTabs(conversationId: string): void {
  channel?.postMessage({ workspace: chosenWorkspace(), conversationId })
}

/** Looks again at conversations when another tab says that something happened in one. Returns how to stop. */
export function listenToOtherTabs(queryClient: QueryClient): () => void {
  channel = new BroadcastChannel(channelName)
  channel.onmessage = ({ data }: MessageEvent<{ workspace: string; conversationId: string }>) => {
    if (data.workspace === chosenWorkspace()) void queryClient.invalidateQueries({ queryKey: conversationsKey() })
  }
  return () => {
    channel?.close()
    channel = undefined
  }
}
