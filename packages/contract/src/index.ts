import { agents } from './agents.ts'
import { answers } from './answers.ts'
import { cache } from './cache.ts'
import { conversations } from './conversations.ts'
import { costs } from './costs.ts'
import { collections, documents } from './documents.ts'
import { evaluation } from './evaluation.ts'
import { instance } from './instance.ts'
import { keys } from './keys.ts'
import { mcp } from './mcp.ts'
import { invitations, members } from './members.ts'
import { models } from './models.ts'
import { openai } from './openai.ts'
import { ops } from './ops.ts'
import { retrieval } from './retrieval.ts'
import { auth, setup } from './sign-in.ts'
import { usage } from './usage.ts'
import { workspaces } from './workspaces.ts'

export {
  AgentSettings,
  type AgentTool,
  type AgentVersionView,
  type AgentView,
  agentDefaults,
  agentTools,
  answerFormats,
  answerLanguages,
  answerLengths,
  answerTones,
  type SettingChange,
  type TestComparison,
  type TestQuestionView,
  type TestRunView,
} from './agents.ts'
export {
  type Answer,
  type AnswerEvent,
  type AnswerExplanation,
  type AnswerReplay,
  type AnswerSentence,
  answerEvents,
  type Citation,
  type ConsideredPassage,
  type NearPassage,
  type RunState,
  runStates,
} from './answers.ts'
export { type CacheKind, type CacheView, cacheKinds, type WarmupState, type WarmupView, warmupStates } from './cache.ts'
export type { ConversationView, MessageView, StartedRun } from './conversations.ts'
export type { ModelUsage } from './costs.ts'
export {
  type CollectionAccess,
  type CollectionReaders,
  type CollectionView,
  collectionAccesses,
  type DocumentFormat,
  type DocumentState,
  type DocumentView,
  documentFormats,
  documentStates,
  maxTags,
  type NewDocument,
  type PassageView,
  Tag,
} from './documents.ts'
export { BrainError, type ErrorCode, errorTable, Problem } from './errors.ts'
export {
  type ComparisonVerdict,
  type EvaluationQuestionView,
  type EvaluationResultView,
  type EvaluationRunState,
  type EvaluationRunView,
  type EvaluationSetView,
  EvaluationSummary,
  type ExpectedView,
  judgeComparison,
  NewEvaluationQuestion,
  QuestionMeasures,
  type RankingMeasure,
  rankingMeasures,
} from './evaluation.ts'
export type { InstanceUser, InstanceWorkspace, MailView } from './instance.ts'
export type { ApiKeyView } from './keys.ts'
export type { JsonRpcMessage } from './mcp.ts'
export { type InvitableRole, type InvitationOffer, type InvitationView, invitableRoles, type MemberView } from './members.ts'
export {
  embeddingKinds,
  type ListedModel,
  type ModelsView,
  type ModelTest,
  mostFallbacks,
  noModel,
  type ProviderKind,
  type ProviderView,
  providerKinds,
} from './models.ts'
export {
  type AgentAsModel,
  type ChatChunk,
  type ChatCompletion,
  type ChatMessage,
  type ChatRequest,
  type EmbeddingsRequest,
  OpenAiError,
} from './openai.ts'
export { isReading, may, type Permission, permissions, policy, type Role, roles, scopes } from './permissions.ts'
export {
  type GenerationState,
  type GenerationView,
  generationStates,
  maxSearchHits,
  type SearchHit,
  type SearchSettingsView,
  type Suggestion,
} from './retrieval.ts'
export {
  defaultRetrievalOptions,
  type RetrievalOptionName,
  type RetrievalOptionSpec,
  type RetrievalOptions,
  RetrievalOptionsBody,
  retrievalOptionNames,
  retrievalOptions,
} from './retrieval-options.ts'
export { type AnySchema, type Input, type Method, type Output, type RouteSpec, route } from './route.ts'
export { languages, type Me, Password, type SessionView } from './sign-in.ts'
export {
  type Flow,
  flows,
  type Limits,
  limitsOf,
  type PlanName,
  planNames,
  plans,
  stocks,
  type UsageLine,
  type UsageMetric,
  type UsageReport,
  usageMetrics,
  type WorkspaceLimits,
} from './usage.ts'
export { type WorkspaceStatus, type WorkspaceView, workspaceStatuses } from './workspace-view.ts'
export type { WorkspaceSettings } from './workspaces.ts'

/** Every route of the product, by feature. */
export const contract = {
  setup,
  auth,
  workspaces,
  members,
  invitations,
  usage,
  keys,
  instance,
  costs,
  models,
  collections,
  documents,
  retrieval,
  evaluation,
  agents,
  answers,
  conversations,
  cache,
  openai,
  mcp,
  ops,
} as const
