import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { BrainError } from '@brain-ai/contract'
import { z } from 'zod'
import { type ModelsConfig, modelContradictions, readModels } from './read-models.ts'
import { settings, type SettingValues as Values } from './settings.ts'

export interface OidcConfig {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly name: string
  /** Passwords are for operators only. */
  readonly isOnly: boolean
}

/** The configuration of one process, typed and complete. Sizes in bytes, times in ms. */
export interface Config {
  readonly port: number
  readonly host: string
  /** The address people use, without a slash at its end; undefined until the port is known when BRAIN_URL is not set. */
  readonly url: string | undefined
  readonly dataDir: string
  readonly secretKey: string | undefined
  readonly oldSecretKey: string | undefined
  readonly owner: { email: string; password: string; workspace: string } | undefined
  readonly workspaces: {
    readonly creation: Values['BRAIN_WORKSPACE_CREATION']
    readonly defaultPlan: Values['BRAIN_DEFAULT_PLAN']
  }
  /** Undefined: nobody signs in through a provider. */
  readonly oidc: OidcConfig | undefined
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
  /** Undefined: there is no mail server. */
  readonly mail: { readonly url: string; readonly from: string } | undefined
  readonly models: ModelsConfig
  readonly cache: { readonly redisUrl: string | undefined; readonly maxBytes: number }
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
    oldSecretKey: v.BRAIN_SECRET_KEY_OLD,
    owner:
      v.BRAIN_OWNER_EMAIL && v.BRAIN_OWNER_PASSWORD
        ? { email: v.BRAIN_OWNER_EMAIL, password: v.BRAIN_OWNER_PASSWORD, workspace: v.BRAIN_WORKSPACE ?? 'main' }
        : undefined,
    workspaces: { creation: v.BRAIN_WORKSPACE_CREATION, defaultPlan: v.BRAIN_DEFAULT_PLAN },
    oidc: readOidc(v),
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
    mail: readMail(v),
    models: readModels(v),
    cache: { redisUrl: v.REDIS_URL, maxBytes: v.BRAIN_CACHE_MB * 1_000_000 },
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

// Many mail servers sign people in by their address, which then is the one they may send from.
function readMail({ SMTP_URL, BRAIN_MAIL_FROM }: Values): Config['mail'] {
  if (!SMTP_URL) return undefined
  const { username } = new URL(SMTP_URL)
  const user = /%(?![0-9a-f]{2})/i.test(username) ? '' : decodeURIComponent(username)
  const from = BRAIN_MAIL_FROM ?? (z.email().safeParse(user).success ? user : undefined)
  return from === undefined ? undefined : { url: SMTP_URL, from }
}

function readOidc(v: Values): OidcConfig | undefined {
  const { BRAIN_OIDC_ISSUER: issuer, BRAIN_OIDC_CLIENT_ID: clientId, BRAIN_OIDC_CLIENT_SECRET: clientSecret } = v
  if (!issuer || !clientId || !clientSecret) return undefined
  return { issuer, clientId, clientSecret, name: v.BRAIN_OIDC_NAME, isOnly: v.BRAIN_OIDC_ONLY }
}

function contradictions(values: Values): string[] {
  const problems: string[] = []
  if (Boolean(values.BRAIN_OWNER_EMAIL) !== Boolean(values.BRAIN_OWNER_PASSWORD))
    problems.push('BRAIN_OWNER_EMAIL and BRAIN_OWNER_PASSWORD go together; one of them is missing.')
  if (values.SMTP_URL && !readMail(values))
    problems.push('BRAIN_MAIL_FROM is needed with SMTP_URL, whose user is no e-mail address: who are the mails from?')
  const provider = [values.BRAIN_OIDC_ISSUER, values.BRAIN_OIDC_CLIENT_ID, values.BRAIN_OIDC_CLIENT_SECRET]
  if (provider.some(Boolean) && !provider.every(Boolean))
    problems.push('BRAIN_OIDC_ISSUER, BRAIN_OIDC_CLIENT_ID and BRAIN_OIDC_CLIENT_SECRET go together; not all of them are set.')
  if (values.BRAIN_OIDC_ONLY && !provider.every(Boolean))
    problems.push('BRAIN_OIDC_ONLY needs BRAIN_OIDC_ISSUER: without a provider nobody but operators could sign in.')
  return [...problems, ...modelContradictions(values)]
}
