import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { BrainError } from '@brain-ai/contract'
import type { z } from 'zod'
import { type SettingName, settings } from './settings.ts'

type Values = { [N in SettingName]: z.output<(typeof settings)[N]['schema']> }

/** The configuration of one process, typed and complete. Sizes in bytes, times in ms. */
export interface Config {
  readonly port: number
  readonly host: string
  /** The address people use, without a slash at its end; undefined until the port is known when BRAIN_URL is not set. */
  readonly url: string | undefined
  readonly dataDir: string
  readonly secretKey: string | undefined
  readonly owner: { email: string; password: string; workspace: string } | undefined
  readonly logLevel: Values['BRAIN_LOG_LEVEL']
  readonly documents: {
    readonly maxBytes: number
    readonly extractionMemoryMb: number
    readonly extractionTimeoutMs: number
    readonly undoMs: number
  }
  readonly jobsParallel: number
  readonly requestsPerMinute: number
  readonly trustedProxies: readonly string[]
  readonly metricsToken: string | undefined
  readonly database: { readonly url: string | undefined; readonly maxConnections: number }
}

/**
 * Reads the environment. A value can also stand in a file named by `<NAME>_FILE`.
 * @throws BrainError configuration/invalid that names every wrong variable at once
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const values: Record<string, unknown> = {}
  const problems: string[] = []
  for (const [name, setting] of Object.entries(settings)) {
    const given = readSetting(env, name, problems)
    const parsed = setting.schema.safeParse(given)
    if (parsed.success) values[name] = parsed.data
    else problems.push(`${name} ${parsed.error.issues.map((issue) => issue.message).join('; ')}. It is: ${setting.describe}.`)
  }
  const v = values as Values
  if (problems.length === 0) problems.push(...contradictions(v))
  if (problems.length > 0)
    throw new BrainError('configuration/invalid', `The configuration is wrong:\n  ${problems.join('\n  ')}`, { problems })

  return {
    port: v.BRAIN_PORT,
    host: v.BRAIN_HOST,
    url: v.BRAIN_URL?.replace(/\/+$/, ''),
    dataDir: resolve(v.BRAIN_DATA_DIR),
    secretKey: v.BRAIN_SECRET_KEY,
    owner:
      v.BRAIN_OWNER_EMAIL && v.BRAIN_OWNER_PASSWORD
        ? { email: v.BRAIN_OWNER_EMAIL, password: v.BRAIN_OWNER_PASSWORD, workspace: v.BRAIN_WORKSPACE ?? 'main' }
        : undefined,
    logLevel: v.BRAIN_LOG_LEVEL,
    documents: {
      maxBytes: v.BRAIN_MAX_UPLOAD_MB * 1_000_000,
      extractionMemoryMb: v.BRAIN_EXTRACTION_MEMORY_MB,
      extractionTimeoutMs: v.BRAIN_EXTRACTION_TIMEOUT_S * 1000,
      undoMs: v.BRAIN_UNDO_SECONDS * 1000,
    },
    jobsParallel: v.BRAIN_JOBS_PARALLEL,
    requestsPerMinute: v.BRAIN_RATE_LIMIT,
    trustedProxies: v.BRAIN_TRUSTED_PROXIES?.split(',').map((part) => part.trim()) ?? [],
    metricsToken: v.BRAIN_METRICS_TOKEN,
    database: { url: v.DATABASE_URL, maxConnections: v.DATABASE_MAX_CONNECTIONS },
  }
}

function readSetting(env: Readonly<Record<string, string | undefined>>, name: string, problems: string[]): string | undefined {
  const file = env[`${name}_FILE`]
  if (!file) return env[name] === '' ? undefined : env[name]
  if (env[name]) problems.push(`${name} and ${name}_FILE are both set; keep one of them.`)
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    problems.push(`${name}_FILE names a file that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`)
    return undefined
  }
}

function contradictions(values: Values): string[] {
  if (Boolean(values.BRAIN_OWNER_EMAIL) === Boolean(values.BRAIN_OWNER_PASSWORD)) return []
  return ['BRAIN_OWNER_EMAIL and BRAIN_OWNER_PASSWORD go together; one of them is missing.']
}
