import { z } from 'zod'
import { route } from './route.ts'

/** `queued`: accepted and stored · `reading`: text is extracted · `indexing`: passages are written · `ready` · `failed`: see `failure`. */
export const documentStates = ['queued', 'reading', 'indexing', 'ready', 'failed'] as const
export const documentFormats = ['text', 'markdown', 'html', 'pdf', 'docx', 'xlsx', 'csv', 'pptx', 'eml'] as const
export type DocumentFormat = (typeof documentFormats)[number]
export type DocumentState = (typeof documentStates)[number]

export const maxTags = 20
/** In lower case, so that a tag is one tag however it is typed. */
export const Tag = z
  .string()
  .trim()
  .normalize()
  .toLowerCase()
  .min(1)
  .max(50)
  .regex(/^[^,\p{Cc}]+$/u, 'A tag is one line without commas.')
export const Tags = z.array(Tag).max(maxTags)

export const DocumentView = z
  .object({
    id: z.uuid(),
    title: z.string(),
    fileName: z.string().nullable(),
    format: z.enum(documentFormats).nullable(),
    language: z.string().nullable().describe('ISO 639-1 of most of the text, null before it was read'),
    state: z.enum(documentStates),
    progress: z.number().min(0).max(1).nullable().describe('of the step that runs now'),
    failure: z.object({ code: z.string(), message: z.string(), isRetryable: z.boolean() }).nullable(),
    collection: z.object({ id: z.uuid(), name: z.string() }).nullable(),
    tags: z.array(z.string()),
    version: z.number().int(),
    bytes: z.number().int(),
    characters: z.number().int().nullable(),
    pages: z.number().int().nullable(),
    passages: z.number().int().nullable(),
    isDuplicate: z
      .boolean()
      .describe('true in the reply to an upload whose content was already here; the older document is returned'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Document' })
export type DocumentView = z.infer<typeof DocumentView>

export const RejectedFile = z.object({ fileName: z.string(), code: z.string(), message: z.string() }).meta({ id: 'RejectedFile' })

export const NewDocument = z
  .object({
    title: z.string().trim().min(1).max(300),
    text: z.string().min(1).max(20_000_000),
    format: z.enum(['text', 'markdown', 'html']).default('text'),
    collection: z.string().trim().min(1).max(120).optional().describe('name or id; a name that does not exist is created'),
    tags: Tags.optional().describe('in lower case, each once; a document that is there already gets them too'),
    source: z.string().max(1000).optional().describe('stable origin, as a path; importing it again makes a new version'),
  })
  .meta({ id: 'NewDocument' })
export type NewDocument = z.input<typeof NewDocument>

export const PassageView = z
  .object({
    id: z.uuid(),
    documentId: z.uuid(),
    position: z.number().int(),
    headingPath: z.array(z.string()),
    page: z.number().int().nullable(),
    start: z.number().int().describe('UTF-16 offset into the text of the document'),
    end: z.number().int(),
    language: z.string(),
    text: z.string(),
  })
  .meta({ id: 'Passage' })
export type PassageView = z.infer<typeof PassageView>

/** `workspace`: every member reads it · `members`: only those who are named. */
export const collectionAccesses = ['workspace', 'members'] as const
export type CollectionAccess = (typeof collectionAccesses)[number]

export const CollectionView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    access: z.enum(collectionAccesses),
    isReadable: z.boolean().describe('false: as owner or admin you may say who reads it, but are not named yourself'),
    documents: z.number().int().describe('0 where you may not read them'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Collection' })
export type CollectionView = z.infer<typeof CollectionView>

const documentId = z.object({ id: z.uuid() })
const tag = 'Documents'

export const DocumentFilter = z.object({
  q: z.string().max(300).optional().describe('part of a title or file name'),
  state: z
    .enum([...documentStates, 'working'])
    .optional()
    .describe('`working` means queued, reading or indexing'),
  format: z.enum(documentFormats).optional(),
  language: z.string().max(8).optional(),
  collection: z.uuid().optional(),
  tag: Tag.optional(),
  sort: z.enum(['newest', 'oldest', 'title', 'size']).default('newest'),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const UploadQuery = z.object({
  collection: z.string().trim().min(1).max(120).optional(),
  tags: z
    .string()
    .max(1200)
    .optional()
    .describe(`for files: at most ${maxTags}, with commas between them; a document that is there already gets them too`),
  fileName: z.string().max(300).optional().describe('for a raw body'),
  source: z
    .string()
    .max(1000)
    .optional()
    .describe('for a raw body: stable origin, as a path; importing it again makes a new version'),
})

export const documents = {
  importDocuments: route({
    method: 'POST',
    path: '/api/brain/documents',
    summary: 'Import documents: multipart with field `files` (several), one raw body with `fileName`, or JSON with text',
    tag,
    may: 'documents.write',
    query: UploadQuery,
    body: NewDocument,
    upload: 'multipart-or-raw',
    status: 202,
    reply: z.object({ documents: z.array(DocumentView), rejected: z.array(RejectedFile) }),
  }),
  importSample: route({
    method: 'POST',
    path: '/api/brain/documents/sample',
    summary: 'Import the handbook that comes with Brain AI as a sample collection',
    tag,
    may: 'documents.write',
    status: 202,
    reply: z.object({ documents: z.array(DocumentView) }),
  }),
  listDocuments: route({
    method: 'GET',
    path: '/api/brain/documents',
    summary: 'List documents',
    tag,
    may: 'documents.read',
    query: DocumentFilter,
    reply: z.object({
      documents: z.array(DocumentView),
      total: z.number().int(),
      nextCursor: z.string().nullable(),
      counts: z
        .record(z.enum(documentStates), z.number().int())
        .describe('documents of the workspace by state, without the filter'),
    }),
  }),
  listTags: route({
    method: 'GET',
    path: '/api/brain/tags',
    summary: 'The tags of the documents that you may read',
    tag,
    may: 'documents.read',
    reply: z.object({ tags: z.array(z.object({ tag: z.string(), documents: z.number().int() })) }),
  }),
  getDocument: route({
    method: 'GET',
    path: '/api/brain/documents/{id}',
    summary: 'One document',
    tag,
    may: 'documents.read',
    params: documentId,
    reply: DocumentView,
  }),
  updateDocument: route({
    method: 'PATCH',
    path: '/api/brain/documents/{id}',
    summary: 'Change the title, the collection or the tags',
    tag,
    may: 'documents.write',
    params: documentId,
    body: z.object({
      title: z.string().trim().min(1).max(300).optional(),
      collection: z
        .string()
        .trim()
        .min(1)
        .max(120)
        .nullable()
        .optional()
        .describe('name or id; null takes it out of its collection'),
      tags: Tags.optional().describe('all of its tags from now on'),
    }),
    reply: DocumentView,
  }),
  replaceContent: route({
    method: 'PUT',
    path: '/api/brain/documents/{id}/content',
    summary: 'Replace the content by a new version (raw body with `fileName`)',
    tag,
    may: 'documents.write',
    params: documentId,
    query: UploadQuery,
    upload: 'raw',
    status: 202,
    reply: DocumentView,
  }),
  getContent: route({
    method: 'GET',
    path: '/api/brain/documents/{id}/content',
    summary: 'The text that was read from the document; offsets of passages and citations point into it',
    tag,
    may: 'documents.read',
    params: documentId,
    reply: z.object({
      documentId: z.uuid(),
      version: z.number().int(),
      text: z.string(),
      headings: z.array(z.object({ level: z.number().int(), title: z.string(), start: z.number().int() })),
      pages: z.array(z.object({ page: z.number().int(), start: z.number().int() })),
    }),
  }),
  getOriginal: route({
    method: 'GET',
    path: '/api/brain/documents/{id}/original',
    summary: 'The original file, as an attachment',
    tag,
    may: 'documents.read',
    params: documentId,
    query: z.object({ version: z.coerce.number().int().min(1).optional() }),
    replyType: 'application/octet-stream',
  }),
  listPassages: route({
    method: 'GET',
    path: '/api/brain/documents/{id}/passages',
    summary: 'The passages of a document, in order',
    tag,
    may: 'documents.read',
    params: documentId,
    query: z.object({
      offset: z.coerce.number().int().min(0).default(0),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    reply: z.object({ passages: z.array(PassageView), total: z.number().int() }),
  }),
  listVersions: route({
    method: 'GET',
    path: '/api/brain/documents/{id}/versions',
    summary: 'The versions of a document, newest first',
    tag,
    may: 'documents.read',
    params: documentId,
    reply: z.object({
      versions: z.array(
        z.object({
          version: z.number().int(),
          fileName: z.string().nullable(),
          bytes: z.number().int(),
          contentHash: z.string(),
          createdAt: z.iso.datetime(),
          isCurrent: z.boolean(),
        }),
      ),
    }),
  }),
  retryDocument: route({
    method: 'POST',
    path: '/api/brain/documents/{id}/retry',
    summary: 'Try a failed document again',
    tag,
    may: 'documents.write',
    params: documentId,
    status: 202,
    reply: DocumentView,
  }),
  cancelDocument: route({
    method: 'POST',
    path: '/api/brain/documents/{id}/cancel',
    summary: 'Stop reading a document; it stays, failed as cancelled, and can be tried again',
    tag,
    may: 'documents.write',
    params: documentId,
    reply: DocumentView,
  }),
  deleteDocument: route({
    method: 'DELETE',
    path: '/api/brain/documents/{id}',
    summary: 'Delete a document: hidden at once, erased when the undo window ends, or at once with `permanently`',
    tag,
    may: 'documents.write',
    params: documentId,
    query: z.object({ permanently: z.stringbool().default(false) }),
    reply: z.object({ id: z.uuid(), undoUntil: z.iso.datetime().nullable() }),
  }),
  restoreDocument: route({
    method: 'POST',
    path: '/api/brain/documents/{id}/restore',
    summary: 'Undo a delete inside its undo window',
    tag,
    may: 'documents.write',
    params: documentId,
    reply: DocumentView,
  }),
}

export const CollectionReaders = z
  .object({
    access: z.enum(collectionAccesses),
    members: z.array(z.object({ userId: z.string(), name: z.string() })).describe('who is named; kept while it is open, too'),
  })
  .meta({ id: 'CollectionReaders' })
export type CollectionReaders = z.infer<typeof CollectionReaders>

const collectionId = z.object({ id: z.uuid() })
const collectionName = z.string().trim().min(1).max(120)

export const collections = {
  listCollections: route({
    method: 'GET',
    path: '/api/brain/collections',
    summary: 'List the collections that you may read or manage',
    tag,
    may: 'collections.read',
    reply: z.object({ collections: z.array(CollectionView) }),
  }),
  createCollection: route({
    method: 'POST',
    path: '/api/brain/collections',
    summary: 'Create a collection; an open one with that name is returned as it is. You are the first reader of a closed one',
    tag,
    may: 'collections.write',
    body: z.object({ name: collectionName, access: z.enum(collectionAccesses).default('workspace') }),
    status: 201,
    reply: CollectionView,
  }),
  getCollection: route({
    method: 'GET',
    path: '/api/brain/collections/{id}',
    summary: 'One collection',
    tag,
    may: 'collections.read',
    params: collectionId,
    reply: CollectionView,
  }),
  renameCollection: route({
    method: 'PATCH',
    path: '/api/brain/collections/{id}',
    summary: 'Rename a collection',
    tag,
    may: 'collections.write',
    params: collectionId,
    body: z.object({ name: collectionName }),
    reply: CollectionView,
  }),
  deleteCollection: route({
    method: 'DELETE',
    path: '/api/brain/collections/{id}',
    summary: 'Delete an empty collection',
    tag,
    may: 'collections.write',
    params: collectionId,
    status: 204,
  }),
  getCollectionReaders: route({
    method: 'GET',
    path: '/api/brain/collections/{id}/access',
    summary: 'Who may read a collection',
    tag,
    may: 'collections.read',
    params: collectionId,
    reply: CollectionReaders,
  }),
  setCollectionReaders: route({
    method: 'PUT',
    path: '/api/brain/collections/{id}/access',
    summary: 'Open a collection to the workspace, or close it to named members; holds for search and answers from the reply on',
    tag,
    may: 'collections.write',
    params: collectionId,
    body: z.object({
      access: z.enum(collectionAccesses),
      members: z.array(z.string().max(64)).max(5000).default([]).describe('user ids'),
    }),
    reply: CollectionReaders,
  }),
}
