import { BrainError, type CacheView, type WarmupView } from '@brain-ai/contract'
import { z } from 'zod'
import { type Agent, getLivingAgent } from '#agents'
import { raiseCorpusVersion } from '#documents'
import { createWorkspaceContext, type WorkspaceContext } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { enqueue, type Job, type JobFailure, jobKind, requestCancel } from '#platform/jobs'
import { findRoleOf } from '#workspaces'
import { type Answering, collectionsFor, findModelOf } from '../answering.ts'
import {
  type AskedOften,
  endWarmup,
  findNewestWarmup,
  findOpenWarmup,
  findWarmup,
  insertWarmup,
  listAskedOften,
  updateWarmup,
  type Warmup,
  type WarmupCounts,
} from './warmup-store.ts'

const lookBackMs = 30 * 24 * 3_600_000

const payload = z.object({ warmupId: z.uuid() })
export const warmCacheKind = jobKind({ queue: 'answers.warm-cache', payload })

export async function getCache(ctx: WorkspaceContext): Promise<CacheView> {
  const warmup = await ctx.transact(findNewestWarmup)
  return { ...(await ctx.app.cache.describe(ctx.workspaceId)), warmup: warmup ? viewWarmup(warmup) : null }
}

/** Also where the store cannot be reached, and in the other processes: what is of a version before is never given again. */
export async function emptyCache(ctx: WorkspaceContext): Promise<void> {
  await ctx.transact(raiseCorpusVersion)
  await ctx.app.cache.forget(ctx.workspaceId)
}

/** Answers the most asked questions beforehand, in a job; while one waits or runs, it is that one. */
export async function startWarmup(
  ctx: WorkspaceContext,
  { questions, maxTokens }: { questions: number; maxTokens: number },
): Promise<WarmupView> {
  const id = ctx.app.newId()
  return ctx.transact(async (db) => {
    const isNew = await insertWarmup(db, { id, maxQuestions: questions, maxTokens })
    if (isNew) await enqueue(db, warmCacheKind, { warmupId: id }, { dedupeKey: id })
    return viewWarmup((await findOpenWarmup(db))!)
  })
}

/** What is kept stays. */
export async function stopWarmup(ctx: WorkspaceContext): Promise<void> {
  await ctx.transact(async (db) => {
    const open = await findOpenWarmup(db)
    if (!open) return
    await requestCancel(db, warmCacheKind, open.id)
    await endWarmup(db, open.id, 'stopped', { code: 'cache/stopped', message: 'Somebody stopped it.' })
  })
}

/** Tells a warm-up whose job was given up. */
export const failWarmup = (db: WorkspaceDb, { warmupId }: z.infer<typeof payload>, failure: JobFailure) =>
  endWarmup(db, warmupId, 'failed', failure)

/** Asks one question after the other, each with the rights of who asked it last. After a crash it begins anew: most are known then. */
export async function warmUpCache(
  ctx: WorkspaceContext,
  answering: Answering,
  { warmupId }: z.infer<typeof payload>,
  job: Job,
): Promise<void> {
  const found = await ctx.transact(async (db) => {
    const warmup = await findWarmup(db, warmupId)
    const since = new Date(ctx.app.now().getTime() - lookBackMs)
    return warmup && { warmup, asked: await listAskedOften(db, since, warmup.maxQuestions) }
  })
  if (!found) return
  const { warmup, asked } = found
  let counts: WarmupCounts = { questions: asked.length, done: 0, warmed: 0, known: 0, failed: 0, tokens: 0 }
  await job.checkpoint((db) => updateWarmup(db, warmupId, counts))
  for (const question of asked) {
    const result = await warmUpOne(ctx, answering, question, warmup.maxTokens - counts.tokens)
    if ('failure' in result) return job.finish((db) => endWarmup(db, warmupId, 'stopped', result.failure))
    const { became, tokens } = result
    counts = { ...counts, done: counts.done + 1, [became]: counts[became] + 1, tokens: counts.tokens + tokens }
    await job.checkpoint((db) => updateWarmup(db, warmupId, counts))
  }
  await job.finish((db) => endWarmup(db, warmupId, 'complete'))
}

type Warmed = { readonly became: 'warmed' | 'known' | 'failed'; readonly tokens: number }

const budgetUsed: JobFailure = { code: 'cache/budget-used', message: 'The tokens that it may use are used.' }

async function warmUpOne(
  ctx: WorkspaceContext,
  { known }: Answering,
  { agentId, question, userId }: AskedOften,
  tokensLeft: number,
): Promise<Warmed | { readonly failure: JobFailure }> {
  const failed: Warmed = { became: 'failed', tokens: 0 }
  try {
    const { agent, role } = await ctx.transact(async (db) => ({
      agent: await getLivingAgent(db, agentId),
      role: await findRoleOf(db, userId),
    }))
    if (!role) return failed
    const asker = openAsker(ctx, agent, { userId, role })
    if (tokensLeft <= 0 && (await findModelOf(asker, agent, { purpose: 'warm-up', conversationId: null })))
      return { failure: budgetUsed }
    const outcome = await known.warmUp(asker, {
      id: ctx.app.newId(),
      question,
      agent,
      collections: collectionsFor(agent, undefined),
      ...{ conversationId: null, questionId: null, followsId: null, idempotencyKey: undefined, replay: undefined },
      purpose: 'warm-up',
    })
    if (outcome === undefined) return failed
    const tokens = outcome.usage.inputTokens + outcome.usage.outputTokens
    return { became: outcome.isFromCache ? 'known' : 'warmed', tokens }
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (!(error instanceof BrainError)) ctx.log.warn({ err: error }, 'a question could not be answered beforehand')
    else if (error.code === 'limit/reached') return { failure: { code: error.code, message: error.message } }
    return failed
  }
}

function openAsker(
  ctx: WorkspaceContext,
  agent: Agent,
  member: { userId: string; role: 'owner' | 'admin' | 'member' | 'viewer' },
) {
  return createWorkspaceContext(ctx.app, {
    workspaceId: ctx.workspaceId,
    actor: { kind: 'member', ...member },
    signal: AbortSignal.any([ctx.signal, AbortSignal.timeout(agent.settings.maxSeconds * 1_000)]),
    log: ctx.log,
  })
}

function viewWarmup({ maxQuestions: _, failureCode, failureMessage, createdAt, finishedAt, ...warmup }: Warmup): WarmupView {
  return {
    ...warmup,
    failure: failureCode === null ? null : { code: failureCode, message: failureMessage ?? '' },
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  }
}
