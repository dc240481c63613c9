import { BrainError, type ConversationView } from '@brain-ai/contract'
import { z } from 'zod'
import type { WorkspaceContext } from '#platform/context'

export interface Conversation {
  readonly id: string
  readonly userId: string
  readonly userName: string
  readonly title: string
  readonly isTitleGiven: boolean
  readonly agentId: string | null
  readonly agentName: string | null
  readonly isShared: boolean
  readonly archivedAt: Date | null
  readonly createdAt: Date
  readonly updatedAt: Date
  /** Microseconds since 1970 of its newest change. */
  readonly sortKey: string
  readonly messages: number
  readonly isRunning: boolean
}

export const conversationNotFound = () =>
  new BrainError('conversation/not-found', 'There is no such conversation in this workspace.')

export function viewConversation(ctx: WorkspaceContext, row: Conversation): ConversationView {
  return {
    id: row.id,
    title: row.title,
    agent: row.agentId === null ? null : { id: row.agentId, name: row.agentName ?? '' },
    owner: { id: row.userId, name: row.userName },
    isMine: row.userId === memberId(ctx),
    isShared: row.isShared,
    isArchived: row.archivedAt !== null,
    messages: row.messages,
    isRunning: row.isRunning,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** Who asks: conversations belong to members. */
export function memberId({ actor }: WorkspaceContext): string {
  if (actor.kind !== 'member') throw new Error('Conversations belong to members only.')
  return actor.userId
}

const longestTitle = 80

/** A title out of a question: its first words. */
export function titleFromQuestion(question: string): string {
  const line = question.replace(/\s+/g, ' ').trim()
  if (line.length <= longestTitle) return line
  const cut = line.slice(0, longestTitle - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > longestTitle / 2 ? cut.slice(0, space) : cut).toWellFormed()}…`
}

/** Where a page of the list ended. */
export interface PageKey {
  readonly key: string
  readonly id: string
}

const shape = z.tuple([z.string().regex(/^\d{1,16}$/), z.uuid()]).refine(([key]) => Number(key) < 4e15)

export const writePageKey = ({ key, id }: PageKey): string => Buffer.from(JSON.stringify([key, id])).toString('base64url')

/** @throws BrainError request/invalid when it is none of ours */
export function readPageKey(text: string): PageKey {
  const parsed = shape.safeParse(parseJson(Buffer.from(text, 'base64url').toString()))
  if (parsed.success) return { key: parsed.data[0], id: parsed.data[1] }
  throw new BrainError('request/invalid', 'The cursor does not belong to this list; ask for its first page again.')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
