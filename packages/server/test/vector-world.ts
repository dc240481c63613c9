import { randomUUID } from 'node:crypto'
import type { Role } from '@brain-ai/contract'
import { type RawBuilder, sql } from 'kysely'
import { documentJobs } from '#documents'
import { createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import type { Reader, WorkspaceDb } from '#platform/database'
import { type FindEmbeddingModel, noteModelChoice, retrievalJobs, retrievePassages } from '#retrieval'
import { importText } from '../src/features/documents/import-documents.ts'
import { index, startEngines } from './engine-world.ts'
import { type Engines, makeWorkspaceId, until } from './job-world.ts'
import { ScriptedEmbeddingModel } from './scripted-embedding-model.ts'

/** Finds nothing, by words alone. */
export const nothing = { mode: 'lexical', titles: [] }

/** The engines with the jobs of documents and of retrieval; the models of its workspaces do what a test tells them to. */
export interface VectorWorld {
  readonly app: Engines
  readonly findModel: FindEmbeddingModel
  aWorkspace(): Promise<VectorWorkspace>
  /** Three documents, with or without a model that has made their vectors. */
  aHandbook(options?: { model?: string; dimensions?: number }): Promise<VectorWorkspace & { readonly ids: string[] }>
  contextOf(workspaceId: string, role: Role): WorkspaceContext
  modelOf(workspace: VectorWorkspace, name: string): ScriptedEmbeddingModel
  /** In a transaction that may read everything in the workspace. */
  asProduct<T>(workspaceId: string, work: (db: WorkspaceDb) => Promise<T>): Promise<T>
}

export interface VectorWorkspace {
  readonly ctx: WorkspaceContext
  readonly add: (title: string, text: string, collection?: string) => Promise<string>
  readonly model: (name: string, dimensions?: number) => ScriptedEmbeddingModel
  readonly search: (question: string, as?: WorkspaceContext) => Promise<{ mode: string; titles: string[] }>
  /** Whether vectors had no say in it though they should have. */
  readonly isDegraded: (question: string) => Promise<boolean>
  readonly choose: (embeddingModel: string | null) => Promise<void>
  /** Waits until no job runs or is due. */
  readonly rest: () => Promise<void>
  readonly countVectors: (reader?: Reader) => Promise<number>
}

/** @param template what the database is made from, where a server has it: `template0` is without pgvector */
export async function startVectorWorld(template?: 'template0'): Promise<VectorWorld> {
  const { app, extractor } = await startEngines(template)
  const models = new Map<string, ScriptedEmbeddingModel>()
  const findModel: FindEmbeddingModel = async (ctx, reference) => models.get(`${ctx.workspaceId} ${reference}`)
  app.jobs.start(app, [...documentJobs({ index, extractor }), ...retrievalJobs({ findModel })])

  const asProduct: VectorWorld['asProduct'] = (workspaceId, work) =>
    app.database.transact(workspaceId, work, { reader: 'product' })
  const contextOf = (workspaceId: string, role: Role) => {
    const actor = { kind: 'member', userId: randomUUID(), role } as const
    return createWorkspaceContext(app, { workspaceId, actor, signal: new AbortController().signal })
  }

  const aWorkspace = async (): Promise<VectorWorkspace> => {
    const workspaceId = await makeWorkspaceId(app)
    const ctx = contextOf(workspaceId, 'owner')
    const count = async (query: RawBuilder<{ count: number }>, reader?: Reader) =>
      (await app.database.transact(workspaceId, (db) => query.execute(db.query), { reader })).rows[0]!.count
    return {
      ctx,
      async add(title, text, collection) {
        const { documents } = await importText(ctx, { title, text, format: 'markdown', collection })
        return documents[0]!.id
      },
      model(name, dimensions) {
        const model = new ScriptedEmbeddingModel(name, dimensions)
        models.set(`${workspaceId} ${name}`, model)
        return model
      },
      async search(question, as = ctx) {
        const { mode, passages } = await retrievePassages(as, { question, limit: 5 }, findModel)
        return { mode, titles: passages.map(({ documentTitle }) => documentTitle) }
      },
      isDegraded: async (question) => (await retrievePassages(ctx, { question, limit: 5 }, findModel)).isDegraded,
      choose: (model) =>
        asProduct(workspaceId, async (db) => {
          const row = { workspace_id: workspaceId, embedding_model: model }
          await db.query
            .insertInto('model_choices')
            .values(row)
            .onConflict((conflict) => conflict.column('workspace_id').doUpdateSet(row))
            .execute()
          await noteModelChoice(db)
        }),
      rest: () =>
        until(async () => {
          const busy = sql<{ count: number }>`select count(*)::int as count from jobs
            where workspace_id = ${workspaceId} and (state = 'active' or state = 'ready' and run_at <= now())`
          return (await count(busy)) === 0
        }, 30_000),
      countVectors: (reader = 'product') =>
        count(
          sql<{ count: number }>`select count(*)::int as count from passage_embeddings where workspace_id = ${workspaceId}`,
          reader,
        ),
    }
  }

  const aHandbook: VectorWorld['aHandbook'] = async (options = {}) => {
    const workspace = await aWorkspace()
    const ids = [
      await workspace.add('Leave', 'Every employee has thirty days of paid leave.'),
      await workspace.add('Travel', 'Train tickets are booked through the travel desk.'),
      await workspace.add('Backups', 'A restore is rehearsed every month.'),
    ]
    await workspace.rest()
    if (options.model === undefined) return { ...workspace, ids }
    workspace.model(options.model, options.dimensions)
    await workspace.choose(options.model)
    await workspace.rest()
    return { ...workspace, ids }
  }

  const modelOf = ({ ctx }: VectorWorkspace, name: string) => models.get(`${ctx.workspaceId} ${name}`)!
  return { app, findModel, aWorkspace, aHandbook, contextOf, modelOf, asProduct }
}
