// Made by `npm run db:types` from the migrated schema. Do not edit.
import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

/** Read as a value, written as JSON text: a list handed over as it is would become a PostgreSQL array. */
export type Json = ColumnType<unknown, string, string>
/** As Json, with a default. */
export type GeneratedJson = ColumnType<unknown, string | undefined, string>

export interface Tables {
  accounts: Accounts
  agent_messages: AgentMessages
  agent_runs: AgentRuns
  agent_test_questions: AgentTestQuestions
  agent_test_results: AgentTestResults
  agent_test_runs: AgentTestRuns
  agent_versions: AgentVersions
  agents: Agents
  ai_usage: AiUsage
  answer_quotes: AnswerQuotes
  answer_records: AnswerRecords
  api_keys: ApiKeys
  brain_documents: BrainDocuments
  cache_warmups: CacheWarmups
  collection_members: CollectionMembers
  collections: Collections
  conversations: Conversations
  corpus_versions: CorpusVersions
  document_texts: DocumentTexts
  document_versions: DocumentVersions
  document_words: DocumentWords
  embedding_generations: EmbeddingGenerations
  evaluation_expectations: EvaluationExpectations
  evaluation_questions: EvaluationQuestions
  evaluation_results: EvaluationResults
  evaluation_runs: EvaluationRuns
  evaluation_sets: EvaluationSets
  idempotency_keys: IdempotencyKeys
  instance_settings: InstanceSettings
  invitations: Invitations
  jobs: Jobs
  known_answer_quotes: KnownAnswerQuotes
  known_answers: KnownAnswers
  mails: Mails
  model_choices: ModelChoices
  model_providers: ModelProviders
  passage_embeddings: PassageEmbeddings
  passages: Passages
  retrieval_blocks: RetrievalBlocks
  retrieval_settings: RetrievalSettings
  retrieval_statistics: RetrievalStatistics
  sessions: Sessions
  sign_in_attempts: SignInAttempts
  two_factors: TwoFactors
  users: Users
  verifications: Verifications
  workspace_members: WorkspaceMembers
  workspace_usage: WorkspaceUsage
  workspaces: Workspaces
}

export interface Accounts {
  id: string
  user_id: string
  account_id: string
  provider_id: string
  access_token: string | null
  refresh_token: string | null
  id_token: string | null
  access_token_expires_at: Date | null
  refresh_token_expires_at: Date | null
  scope: string | null
  password: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface AgentMessages {
  workspace_id: string
  id: string
  conversation_id: string | null
  parent_id: string | null
  user_id: string
  role: 'user' | 'assistant'
  text: Generated<string>
  question: string | null
  state: 'running' | 'complete' | 'cancelled' | 'interrupted' | 'failed' | null
  agent_id: string | null
  agent_version: number | null
  model: string | null
  is_answered: boolean | null
  language: string | null
  citations: GeneratedJson
  passages: GeneratedJson
  sentences: GeneratedJson
  follow_ups: GeneratedJson
  document_ids: Generated<string[]>
  input_tokens: Generated<number>
  output_tokens: Generated<number>
  timings: GeneratedJson
  failure_code: string | null
  failure_message: string | null
  idempotency_key: string | null
  created_at: Generated<Date>
  finished_at: Date | null
  is_from_cache: Generated<boolean>
  known_answer_id: string | null
}

export interface AgentRuns {
  workspace_id: string
  id: string
  user_id: string
  lease_token: string
  lease_until: Date
  is_cancel_requested: Generated<boolean>
  started_at: Generated<Date>
}

export interface AgentTestQuestions {
  workspace_id: string
  id: string
  agent_id: string
  question: string
  expectation: Generated<string>
  created_at: Generated<Date>
}

export interface AgentTestResults {
  workspace_id: string
  run_id: string
  position: number
  side: number
  user_id: string
  question_id: string
  question: string
  expectation: string
  message_id: string | null
}

export interface AgentTestRuns {
  workspace_id: string
  id: string
  agent_id: string
  user_id: string
  versions: number[]
  state: Generated<'running' | 'complete' | 'cancelled' | 'failed'>
  created_at: Generated<Date>
  finished_at: Date | null
}

export interface AgentVersions {
  workspace_id: string
  agent_id: string
  version: number
  settings: Json
  note: Generated<string>
  rolled_back_to: number | null
  created_by: string | null
  created_at: Generated<Date>
}

export interface Agents {
  workspace_id: string
  id: string
  name: string
  is_general: Generated<boolean>
  version: Generated<number>
  created_at: Generated<Date>
  updated_at: Generated<Date>
  deleted_at: Date | null
}

export interface AiUsage {
  workspace_id: string
  id: string
  started_at: Date
  kind: 'chat' | 'embedding'
  purpose: string
  provider: string
  model: string
  outcome: 'finished' | 'failed' | 'cancelled'
  fault: string | null
  user_id: string | null
  agent_id: string | null
  conversation_id: string | null
  input_tokens: number
  cached_input_tokens: number
  cache_write_tokens: number
  output_tokens: number
  reasoning_tokens: number
  is_estimated: boolean
  requests: number
  duration_ms: number
  first_token_ms: number | null
  cost_nanos: number | null
}

export interface AnswerQuotes {
  workspace_id: string
  message_id: string
  number: number
  document_id: string
  heading_path: string[]
  page: number | null
  quote: string
}

export interface AnswerRecords {
  workspace_id: string
  message_id: string
  user_id: string
  corpus_version: number
  replay_of: string | null
  record: Json
}

export interface ApiKeys {
  workspace_id: string
  id: string
  user_id: string
  name: string
  prefix: string
  secret_hash: Buffer
  scopes: string[]
  expires_at: Date | null
  last_used_at: Date | null
  revoked_at: Date | null
  created_at: Generated<Date>
}

export interface BrainDocuments {
  workspace_id: string
  id: string
  collection_id: string | null
  title: string
  is_title_given: Generated<boolean>
  file_name: string | null
  format: 'text' | 'markdown' | 'html' | 'pdf' | 'docx' | 'xlsx' | 'csv' | 'pptx' | 'eml' | null
  source: string | null
  author: string | null
  language: string | null
  state: Generated<'queued' | 'reading' | 'indexing' | 'ready' | 'failed'>
  failure_code: string | null
  failure_message: string | null
  version: Generated<number>
  indexed_version: number | null
  content_hash: string
  bytes: number
  characters: number | null
  pages: number | null
  passages: number | null
  created_by: string | null
  deleted_at: Date | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
  tags: Generated<string[]>
  collection_key: GeneratedAlways<string>
}

export interface CacheWarmups {
  workspace_id: string
  id: string
  state: Generated<'queued' | 'running' | 'complete' | 'stopped' | 'failed'>
  max_questions: number
  max_tokens: number
  questions: Generated<number>
  done: Generated<number>
  warmed: Generated<number>
  known: Generated<number>
  failed: Generated<number>
  tokens: Generated<number>
  failure_code: string | null
  failure_message: string | null
  created_at: Generated<Date>
  finished_at: Date | null
}

export interface CollectionMembers {
  workspace_id: string
  collection_id: string
  user_id: string
  added_at: Generated<Date>
}

export interface Collections {
  workspace_id: string
  id: string
  name: string
  created_at: Generated<Date>
  access: Generated<'workspace' | 'members'>
}

export interface Conversations {
  workspace_id: string
  id: string
  user_id: string
  title: Generated<string>
  is_title_given: Generated<boolean>
  agent_id: string | null
  is_shared: Generated<boolean>
  archived_at: Date | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface CorpusVersions {
  workspace_id: string
  version: number
}

export interface DocumentTexts {
  workspace_id: string
  document_id: string
  version: number
  text: string
  headings: Json
  pages: Json
}

export interface DocumentVersions {
  workspace_id: string
  document_id: string
  version: number
  file_name: string | null
  content_hash: string
  bytes: number
  blob_key: string
  created_by: string | null
  created_at: Generated<Date>
}

export interface DocumentWords {
  workspace_id: string
  document_id: string
  position: number
  word: string
  start_offset: number
  text: string
}

export interface EmbeddingGenerations {
  workspace_id: string
  id: string
  model: string
  dimensions: number | null
  state: Generated<'building' | 'ready' | 'active' | 'retired' | 'failed'>
  index_kind: 'hnsw' | 'hnsw_bit' | null
  embedded: Generated<number>
  passages: Generated<number>
  complete_to: Generated<number>
  failure_code: string | null
  failure_message: string | null
  failures: Generated<number>
  retry_at: Date | null
  created_at: Generated<Date>
  activated_at: Date | null
  updated_at: Generated<Date>
}

export interface EvaluationExpectations {
  workspace_id: string
  id: string
  question_id: string
  document_id: string
  quote: Generated<string>
  relevance: Generated<number>
}

export interface EvaluationQuestions {
  workspace_id: string
  id: string
  set_id: string
  question: string
  language: string
  notes: Generated<string>
  created_by: string
  created_at: Generated<Date>
}

export interface EvaluationResults {
  workspace_id: string
  run_id: string
  question_id: string
  measures_a: Json
  measures_b: Json | null
}

export interface EvaluationRuns {
  workspace_id: string
  id: string
  set_id: string
  started_by: string
  state: Generated<'queued' | 'running' | 'done' | 'failed' | 'cancelled'>
  options_a: Json
  options_b: Json | null
  questions: Generated<number>
  done: Generated<number>
  skipped: Generated<number>
  summary: Json | null
  failure_code: string | null
  failure_message: string | null
  created_at: Generated<Date>
  finished_at: Date | null
}

export interface EvaluationSets {
  workspace_id: string
  id: string
  name: string
  created_by: string
  created_at: Generated<Date>
}

export interface IdempotencyKeys {
  workspace_id: string
  user_id: string
  key: string
  request_hash: string
  status: number | null
  reply: Json | null
  created_at: Generated<Date>
}

export interface InstanceSettings {
  name: string
  value: Json
  updated_at: Generated<Date>
}

export interface Invitations {
  workspace_id: string
  id: string
  token_hash: Buffer
  email: string | null
  role: 'admin' | 'member' | 'viewer'
  uses: Generated<number>
  max_uses: Generated<number>
  invited_by: string | null
  mail_id: string | null
  created_at: Generated<Date>
  expires_at: Date
}

export interface Jobs {
  workspace_id: string
  id: string
  queue: string
  payload: Json
  state: Generated<'ready' | 'active' | 'done' | 'dead' | 'cancelled'>
  attempt: Generated<number>
  max_attempts: Generated<number>
  run_at: Generated<Date>
  lease_token: string | null
  lease_until: Date | null
  is_cancel_requested: Generated<boolean>
  dedupe_key: string | null
  progress: number | null
  error_code: string | null
  error_message: string | null
  created_at: Generated<Date>
  started_at: Date | null
  finished_at: Date | null
}

export interface KnownAnswerQuotes {
  workspace_id: string
  known_answer_id: string
  number: number
  document_id: string
  heading_path: string[]
  page: number | null
  quote: string
}

export interface KnownAnswers {
  workspace_id: string
  id: string
  text: string
  citations: Json
  passages: Json
  sentences: Json
  follow_ups: Json
  document_ids: string[]
  corpus_version: number
  record: Json
  created_at: Generated<Date>
}

export interface Mails {
  id: string
  to_address: string
  subject: string
  text: string | null
  html: string | null
  state: Generated<'waiting' | 'sent' | 'failed' | 'kept'>
  attempts: Generated<number>
  next_attempt_at: Generated<Date>
  failure: string | null
  created_at: Generated<Date>
  sent_at: Date | null
}

export interface ModelChoices {
  workspace_id: string
  chat_models: string[] | null
  embedding_model: string | null
  updated_at: Generated<Date>
}

export interface ModelProviders {
  workspace_id: string
  id: string
  name: string
  kind: 'openai' | 'openai-compatible' | 'anthropic' | 'google'
  base_url: string | null
  sealed_key: string | null
  key_id: string | null
  key_ending: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface PassageEmbeddings {
  workspace_id: string
  ordinal: number
  generation_id: string
  document_id: string
  version: number
  collection_key: string
  embedding: string
}

export interface Passages {
  workspace_id: string
  id: string
  document_id: string
  version: number
  position: number
  ordinal: number
  heading_path: string[]
  page: number | null
  start_offset: number
  end_offset: number
  language: string
  text: string
  collection_key: string
}

export interface RetrievalBlocks {
  workspace_id: string
  term: string
  block: number
  document_frequency: number
  postings: Buffer
}

export interface RetrievalSettings {
  workspace_id: string
  hybrid_weight: Generated<number>
  is_broad: Generated<boolean>
  updated_at: Generated<Date>
}

export interface RetrievalStatistics {
  workspace_id: string
  passages: Generated<number>
  total_length: Generated<number>
  next_ordinal: Generated<number>
  analyzer_version: number
}

export interface Sessions {
  id: string
  user_id: string
  token: string
  expires_at: Date
  ip_address: string | null
  user_agent: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface SignInAttempts {
  key: Buffer
  failures: number
  blocked_until: Date
  counted_from: Generated<Date>
}

export interface TwoFactors {
  user_id: string
  secret: string
  recovery_codes: string[]
  confirmed_at: Date | null
  last_used_step: Generated<number>
}

export interface Users {
  id: string
  name: string
  email: string
  email_verified: Generated<boolean>
  image: string | null
  language: 'en' | 'de' | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
  is_operator: Generated<boolean>
  two_factor_enabled: Generated<boolean>
  disabled_at: Date | null
}

export interface Verifications {
  id: string
  identifier: string
  value: string
  expires_at: Date
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface WorkspaceMembers {
  workspace_id: string
  user_id: string
  role: 'owner' | 'admin' | 'member' | 'viewer'
  joined_at: Generated<Date>
}

export interface WorkspaceUsage {
  workspace_id: string
  metric: 'documents' | 'agents' | 'users' | 'storage' | 'queries' | 'api_calls' | 'tokens'
  period: string
  value: number
}

export interface Workspaces {
  id: string
  slug: string
  name: string
  language: Generated<'en' | 'de'>
  time_zone: Generated<string>
  created_at: Generated<Date>
  plan: Generated<'free' | 'pro' | 'enterprise'>
  status: Generated<'active' | 'suspended' | 'cancelled'>
  limits: GeneratedJson
  join_domains: Generated<string[]>
  join_role: Generated<'admin' | 'member' | 'viewer'>
  updated_at: Generated<Date>
}
