import { BrainError } from '@brain-ai/contract'
import { getContent, listDocuments } from '#documents'
import type { WorkspaceContext } from '#platform/context'
import { assertMay } from './assert-may.ts'
import { cutText } from './cut-text.ts'

const perPage = 100
const mostCharacters = 100_000
const mimeType = 'text/plain'
const uriOf = (id: string): string => `brain://documents/${id}`
const uriPattern = /^brain:\/\/documents\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

export const resourceTemplates = [
  { uriTemplate: uriOf('{id}'), name: 'document', title: 'Document', description: 'The text of a document, by its id', mimeType },
]

/** The documents that may be read, newest first. @throws BrainError auth/scope-missing · request/invalid for a foreign cursor */
export async function listResources(ctx: WorkspaceContext, cursor: string | undefined) {
  assertMay(ctx, 'documents.read')
  const { documents, nextCursor } = await listDocuments(ctx, { state: 'ready', sort: 'newest', cursor, limit: perPage })
  return {
    resources: documents.map(({ id, title }) => ({ uri: uriOf(id), name: title, title, mimeType })),
    ...(nextCursor !== null && { nextCursor }),
  }
}

/** The text of a document; of a long one its beginning, the rest is read by the tool. @throws BrainError document/not-found */
export async function readResource(ctx: WorkspaceContext, uri: string) {
  assertMay(ctx, 'documents.read')
  const id = uriPattern.exec(uri)?.[1]
  if (id === undefined) throw new BrainError('document/not-found', 'There is no such document in this workspace.')
  const content = await getContent(ctx, id)
  const text = cutText(content.text, mostCharacters)
  const cut = text.length < content.text.length && { _meta: { next: text.length, total: content.text.length } }
  return { contents: [{ uri, mimeType, text, ...cut }] }
}
