import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { createCollection } from './create-collection.ts'
import { deleteCollection } from './delete-collection.ts'
import { getCollection, getCollectionReaders, listCollections } from './get-collection.ts'
import { renameCollection } from './rename-collection.ts'
import { setCollectionReaders } from './set-collection-readers.ts'

const { collections } = contract

export const collectionRoutes: ServedRoute[] = [
  serve(collections.listCollections, async (ctx) => ({ collections: await listCollections(ctx) })),
  serve(collections.createCollection, (ctx, { body }) => createCollection(ctx, body)),
  serve(collections.getCollection, (ctx, { params }) => getCollection(ctx, params.id)),
  serve(collections.renameCollection, (ctx, { params, body }) => renameCollection(ctx, params.id, body.name)),
  serve(collections.deleteCollection, (ctx, { params }) => deleteCollection(ctx, params.id)),
  serve(collections.getCollectionReaders, (ctx, { params }) => getCollectionReaders(ctx, params.id)),
  serve(collections.setCollectionReaders, (ctx, { params, body }) => setCollectionReaders(ctx, params.id, body)),
]
