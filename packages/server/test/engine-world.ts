import { rm } from 'node:fs/promises'
import { after } from 'node:test'
import { Extractor, type PassageIndex } from '#documents'
import { indexPassages, notePassages, removePassages } from '#retrieval'
import { type Engines, makeDataDir, openEngines } from './job-world.ts'
import { makeDatabase } from './world.ts'

/** The index of passages as the product has it, without a model of the installation. */
export const index: PassageIndex = {
  addPassages: indexPassages,
  removePassages,
  notePassages: (db, id) => notePassages(db, id, { hasModel: false }),
}

/**
 * The engines on the database that the run chose, and what reads files, until the tests of the file have ended.
 * @param template what the database is made from, where a server has it: `template0` is without pgvector
 */
export async function startEngines(template?: 'template0'): Promise<{ app: Engines; extractor: Extractor }> {
  const database = await makeDatabase(template)
  const dataDir = await makeDataDir()
  const app = await openEngines({ dataDir, url: database?.url, parallel: 2 })
  const extractor = new Extractor()
  after(async () => {
    await app[Symbol.asyncDispose]()
    await extractor[Symbol.asyncDispose]()
    await database?.drop()
    await rm(dataDir, { recursive: true, force: true })
  })
  return { app, extractor }
}
