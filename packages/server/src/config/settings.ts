import { planNames } from '@brain-ai/contract'
import { z } from 'zod'

/** A setting as the environment gives it: its meaning for the documentation, and how its text becomes a value. */
export interface Setting {
  readonly describe: string
  readonly schema: z.ZodType
  readonly isSecret?: true
}

const text = z.string().trim().min(1)
const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
const mailSender = /^([^<>@\p{Cc}]*<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$/u

function isProtected(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]'
}

const isReference = (text: string) => /^[a-z0-9-]+\/\S+$/.test(text)
const reference = text.refine(isReference, 'must be written <provider>/<model>')
const references = text.refine((list) => list.split(',').every((one) => isReference(one.trim())), {
  message: 'must be written <provider>/<model>, several by comma',
})
const baseUrl = z.url({ protocol: /^https?$/ })
const secondsUpTo = (max: number) => z.coerce.number().min(0.01).max(max)

/** Every setting there is. The table in docs/configuration.md is held to it by a test. */
export const settings = {
  BRAIN_PORT: { describe: 'Port to listen on; 0 takes a free one', schema: whole(0, 65535).default(7400) },
  BRAIN_HOST: { describe: 'Address to listen on; 0.0.0.0 for all', schema: text.default('127.0.0.1') },
  BRAIN_URL: {
    describe: 'The address people use, when a proxy stands in front; https makes cookies Secure',
    schema: z.url({ protocol: /^https?$/ }).optional(),
  },
  BRAIN_DATA_DIR: { describe: 'Directory of the embedded database and the original files', schema: text.default('brain-data') },
  BRAIN_SECRET_KEY: {
    describe:
      'Secret that second factors and keys of model providers are sealed with, at least 32 characters; made once and kept in the database when absent',
    schema: z.string().min(32).optional(),
    isSecret: true,
  },
  BRAIN_SECRET_KEY_OLD: {
    describe:
      'The BRAIN_SECRET_KEY from before a change: keys of model providers are sealed anew with the new one at the next start',
    schema: z.string().min(32).optional(),
    isSecret: true,
  },
  BRAIN_OWNER_EMAIL: { describe: 'Set up without a browser: e-mail of the owner', schema: z.email().optional() },
  BRAIN_OWNER_PASSWORD: {
    describe: 'Set up without a browser: password of the owner, at least 10 characters',
    schema: z.string().min(10).max(256).optional(),
    isSecret: true,
  },
  BRAIN_WORKSPACE: {
    describe: 'Set up without a browser: slug of the first workspace',
    schema: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, 'must be lower-case letters, digits and hyphens')
      .optional(),
  },
  BRAIN_WORKSPACE_CREATION: {
    describe: 'Who makes workspaces: operators only, or everyone who can sign in',
    schema: z.enum(['operators', 'everyone']).default('operators'),
  },
  BRAIN_DEFAULT_PLAN: { describe: 'Plan that a workspace begins with', schema: z.enum(planNames).default('enterprise') },
  BRAIN_LOG_LEVEL: {
    describe: 'How much is logged',
    schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  },
  BRAIN_MAX_UPLOAD_MB: { describe: 'Largest file accepted, in MB', schema: whole(1, 2000).default(100) },
  BRAIN_EXTRACTION_MEMORY_MB: { describe: 'Heap of the worker that reads a file, in MB', schema: whole(64, 8192).default(256) },
  BRAIN_EXTRACTION_TIMEOUT_S: { describe: 'Seconds that reading one file may take', schema: whole(1, 3600).default(60) },
  BRAIN_JOBS_PARALLEL: { describe: 'Jobs that run at the same time', schema: whole(1, 64).default(2) },
  BRAIN_UNDO_SECONDS: { describe: 'Seconds in which a delete can be undone', schema: whole(0, 86_400).default(60) },
  BRAIN_RATE_LIMIT: {
    describe: 'Requests a minute from one account or address; 0 means no limit',
    schema: whole(0, 1_000_000).default(1200),
  },
  BRAIN_TRUSTED_PROXIES: {
    describe: 'Addresses or networks of proxies whose X-Forwarded-For is believed, by comma',
    schema: text.optional(),
  },
  BRAIN_OIDC_ISSUER: {
    describe: 'Sign in through an OpenID provider as well: its issuer, an https address',
    schema: z
      .url({ protocol: /^https?$/ })
      .refine(isProtected, 'must begin with https, unless it is on this machine')
      .optional(),
  },
  BRAIN_OIDC_CLIENT_ID: { describe: 'Client id that the OpenID provider gave out', schema: text.optional() },
  BRAIN_OIDC_CLIENT_SECRET: {
    describe: 'Client secret that the OpenID provider gave out',
    schema: text.optional(),
    isSecret: true,
  },
  BRAIN_OIDC_NAME: { describe: 'Name of the OpenID provider, for the button', schema: text.max(60).default('Single sign-on') },
  BRAIN_OIDC_ONLY: {
    describe: 'Whether the OpenID provider is the only way in; operators keep their passwords',
    schema: z.stringbool().default(false),
  },
  BRAIN_METRICS_TOKEN: {
    describe: 'Bearer token for /metrics from other machines; without it only loopback may read them',
    schema: z.string().min(16).optional(),
    isSecret: true,
  },
  SMTP_URL: {
    describe: 'Mail server, as smtp://user:password@host:587 or smtps://…; without one mails are kept for operators to read',
    schema: z.url({ protocol: /^smtps?$/, hostname: /./ }).optional(),
    isSecret: true,
  },
  BRAIN_MAIL_FROM: {
    describe: 'Who mails are from, as Brain AI <brain@example.com>; the user of SMTP_URL if that is an address',
    schema: z
      .string()
      .trim()
      .regex(mailSender, 'must be one address, with or without a name before it in front of <…>')
      .optional(),
  },
  OPENAI_API_KEY: { describe: 'Key of OpenAI, or of the server at OPENAI_BASE_URL', schema: text.optional(), isSecret: true },
  OPENAI_BASE_URL: {
    describe: 'Server that speaks the protocol of OpenAI, as http://localhost:11434/v1 for Ollama; OpenAI itself when absent',
    schema: baseUrl.optional(),
  },
  ANTHROPIC_API_KEY: { describe: 'Key of Anthropic', schema: text.optional(), isSecret: true },
  ANTHROPIC_BASE_URL: { describe: 'Another address of the protocol of Anthropic', schema: baseUrl.optional() },
  GOOGLE_API_KEY: { describe: 'Key of Google for its Gemini models', schema: text.optional(), isSecret: true },
  GOOGLE_BASE_URL: { describe: 'Another address of the protocol of Google', schema: baseUrl.optional() },
  BRAIN_CHAT_MODEL: {
    describe:
      'Model that answers where a workspace has chosen none, as openai/gpt-5-mini; several by comma, each for when the one before fails',
    schema: references.optional(),
  },
  BRAIN_EMBEDDING_MODEL: {
    describe: 'Embedding model where a workspace has chosen none, as openai/text-embedding-3-small',
    schema: reference.optional(),
  },
  BRAIN_LOCAL_EMBEDDING_MODEL: {
    describe: 'Directory of an ONNX embedding model that runs inside the product, as local/<name of the directory>',
    schema: text.optional(),
  },
  BRAIN_PRIVATE_MODEL_HOSTS: {
    describe: 'Model servers in private networks that workspaces may name in their own providers: host or host:port, by comma',
    schema: text.optional(),
  },
  BRAIN_MODEL_CONNECT_TIMEOUT_S: {
    describe: 'Seconds in which a model provider must accept a connection',
    schema: secondsUpTo(60).default(4),
  },
  BRAIN_MODEL_FIRST_TOKEN_TIMEOUT_S: {
    describe: 'Seconds in which a model must begin its answer',
    schema: secondsUpTo(600).default(60),
  },
  BRAIN_MODEL_IDLE_TIMEOUT_S: {
    describe: 'Seconds that a model may pause in the middle of an answer',
    schema: secondsUpTo(600).default(30),
  },
  BRAIN_MODEL_TIMEOUT_S: { describe: 'Seconds that one call to a model may take in all', schema: secondsUpTo(3600).default(300) },
  REDIS_URL: {
    describe:
      'Redis for what several processes cache together, as redis://:password@host:6379; without it each has its own memory',
    schema: z.url({ protocol: /^rediss?$/, hostname: /./ }).optional(),
    isSecret: true,
  },
  BRAIN_CACHE_MB: {
    describe: 'Memory for answers, searches and vectors that are given again, in MB; 0 makes everything anew, with Redis too',
    schema: whole(0, 65_536).default(32),
  },
  DATABASE_URL: {
    describe: 'PostgreSQL 15 or newer; without it the embedded database is used',
    schema: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    isSecret: true,
  },
  DATABASE_MAX_CONNECTIONS: { describe: 'Size of the connection pool to PostgreSQL', schema: whole(2, 500).default(10) },
} as const satisfies Record<string, Setting>

export type SettingName = keyof typeof settings

export type SettingValues = { [N in SettingName]: z.output<(typeof settings)[N]['schema']> }
