import type { App } from '#platform/context'
import type { WorkspaceDb } from '#platform/database'
import { searchedText } from './lexical/rank-candidates.ts'
import { type GramSample, sampleGrams, sampleSize } from './lexical/rerank-grams.ts'
import { listSampleTexts } from './retrieval-store.ts'

type Entry = { readonly sample: GramSample; readonly passages: number }

const maxWorkspaces = 32
const maxDrift = 0.2

// Belongs to the app it was made for and goes with it. A sample holds counts of hashes, no text.
const samples = new WeakMap<App, Map<string, Entry>>()

/**
 * The gram sample of a workspace, read again when the workspace has grown or shrunk by a fifth. It is taken in a transaction without
 * a reader, which sees what is open to all of the workspace: so it is the same whoever asks first, and says nothing of the rest.
 */
export async function getGramSample(
  app: App,
  workspaceId: string,
  { passages, nextOrdinal }: { passages: number; nextOrdinal: number },
): Promise<GramSample> {
  const ofApp = samples.get(app) ?? new Map<string, Entry>()
  samples.set(app, ofApp)
  const kept = ofApp.get(workspaceId)
  const isFresh = kept !== undefined && Math.abs(kept.passages - passages) <= maxDrift * kept.passages
  const read = () => app.database.transact(workspaceId, (db) => readSample(db, nextOrdinal))
  const entry = isFresh ? kept : { passages, sample: sampleGrams(await read()) }
  // A Map keeps the order of insertion, so its first key is the workspace asked longest ago.
  ofApp.delete(workspaceId)
  ofApp.set(workspaceId, entry)
  if (ofApp.size > maxWorkspaces) ofApp.delete(ofApp.keys().next().value!)
  return entry.sample
}

/** Evenly spaced, so that the same workspace ranks alike on every node; twice as many as needed, as some are gone. */
async function readSample(db: WorkspaceDb, nextOrdinal: number): Promise<string[]> {
  const wanted = Math.min(nextOrdinal, 2 * sampleSize)
  const ordinals = Array.from({ length: wanted }, (_, i) => Math.floor((i * nextOrdinal) / wanted))
  const passages = await listSampleTexts(db, ordinals)
  const step = Math.max(1, passages.length / sampleSize)
  const size = Math.min(sampleSize, passages.length)
  return Array.from({ length: size }, (_, i) => searchedText(passages[Math.floor(i * step)]!))
}
