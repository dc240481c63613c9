import { BrainError, contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { collectionRoutes } from './collections/routes.ts'
import { deleteDocument, restoreDocument } from './delete-document.ts'
import { getContent, getDocument, listPassages, listVersions } from './get-document.ts'
import { getOriginal } from './get-original.ts'
import { importFiles, importText } from './import-documents.ts'
import { importSample } from './import-sample.ts'
import { listDocuments } from './list-documents.ts'
import { listTags } from './list-tags.ts'
import type { PassageIndex } from './passage-index.ts'
import { replaceContent } from './replace-content.ts'
import { cancelDocument, retryDocument } from './retry-document.ts'
import { readTags } from './tags.ts'
import { updateDocument } from './update-document.ts'

const { documents } = contract

export function documentRoutes({ index }: { index: PassageIndex }): ServedRoute[] {
  return [
    serve(documents.importDocuments, (ctx, { upload, body, query }) => {
      if (upload) return importFiles(ctx, upload, { ...query, tags: readTags(query.tags) })
      if (!body) throw new BrainError('document/empty', 'The request carries neither a file nor a text.')
      return importText(ctx, body)
    }),
    serve(documents.importSample, (ctx) => importSample(ctx)),
    serve(documents.listDocuments, (ctx, { query }) => listDocuments(ctx, query)),
    serve(documents.listTags, (ctx) => listTags(ctx)),
    serve(documents.getDocument, (ctx, { params }) => getDocument(ctx, params.id)),
    serve(documents.updateDocument, (ctx, { params, body }) => updateDocument(ctx, index, params.id, body)),
    serve(documents.replaceContent, (ctx, { params, upload }) => {
      if (!upload) throw new BrainError('document/empty', 'The request carries no file.')
      return replaceContent(ctx, params.id, upload)
    }),
    serve(documents.getContent, async (ctx, { params }) => {
      const { headings, pages, ...content } = await getContent(ctx, params.id)
      return { ...content, headings: [...headings], pages: [...pages] }
    }),
    serve(documents.getOriginal, (ctx, { params, query }) => getOriginal(ctx, params.id, query.version)),
    serve(documents.listPassages, (ctx, { params, query }) => listPassages(ctx, params.id, query)),
    serve(documents.listVersions, (ctx, { params }) => listVersions(ctx, params.id)),
    serve(documents.retryDocument, (ctx, { params }) => retryDocument(ctx, params.id)),
    serve(documents.cancelDocument, (ctx, { params }) => cancelDocument(ctx, params.id)),
    serve(documents.deleteDocument, (ctx, { params, query }) => deleteDocument(ctx, index, params.id, query)),
    serve(documents.restoreDocument, (ctx, { params }) => restoreDocument(ctx, index, params.id)),
    ...collectionRoutes,
  ]
}
