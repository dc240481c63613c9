import { z } from 'zod'
import { Answer } from './answers.ts'
import { route } from './route.ts'

/** What an agent may do while a model answers. Each acts with the rights of whoever asked, and none of them changes anything. */
export const agentTools = ['search', 'read-document', 'calculate'] as const
export type AgentTool = (typeof agentTools)[number]

export const answerLengths = ['short', 'medium', 'long'] as const
export const answerTones = ['neutral', 'friendly', 'formal'] as const
export const answerFormats = ['prose', 'bullets'] as const
/** `question`: as the question is written. */
export const answerLanguages = ['question', 'en', 'de', 'fr', 'es', 'it', 'nl', 'pt'] as const

/** `default`: the workspace's default model, the built-in answerer where there is none · `extractive` · `<provider>/<model>`. */
const modelReference = z
  .string()
  .trim()
  .max(200)
  .regex(/^(default|extractive|[^\s/]+\/\S+)$/, 'must be default, extractive or <provider>/<model>')

const settingsShape = {
  name: z.string().trim().min(1).max(80),
  description: z.string().trim().max(500),
  instructions: z.string().trim().max(8000).describe('what a model is told besides the rules of the product'),
  model: modelReference,
  collections: z.array(z.uuid()).max(50).describe('answers from these only; empty: from all that the asker may read'),
  passages: z.number().int().min(1).max(30).describe('how many passages an answer may be made of'),
  language: z.enum(answerLanguages),
  length: z.enum(answerLengths),
  tone: z.enum(answerTones),
  format: z.enum(answerFormats),
  tools: z.array(z.enum(agentTools)).max(agentTools.length),
  temperature: z.number().min(0).max(2),
  suggestsFollowUps: z.boolean(),
  usesCache: z.boolean().describe('whether an answer may be given again from the cache'),
  maxInputTokens: z.number().int().min(500).max(1_000_000).describe('of one call of the model'),
  maxOutputTokens: z.number().int().min(16).max(100_000),
  maxToolRounds: z.number().int().min(0).max(20),
  maxSeconds: z.number().int().min(5).max(600).describe('after which a run is ended with what was said until then'),
}

/** All that a version of an agent says. */
export const AgentSettings = z.object(settingsShape).meta({ id: 'AgentSettings' })
export type AgentSettings = z.infer<typeof AgentSettings>

/** What an agent is unless told. */
export const agentDefaults: Omit<AgentSettings, 'name'> = {
  description: '',
  instructions: '',
  model: 'default',
  collections: [],
  passages: 8,
  language: 'question',
  length: 'medium',
  tone: 'neutral',
  format: 'prose',
  tools: [],
  temperature: 0.2,
  suggestsFollowUps: true,
  usesCache: true,
  maxInputTokens: 16_000,
  maxOutputTokens: 2_000,
  maxToolRounds: 4,
  maxSeconds: 120,
}

const SettingsChange = z.object(settingsShape).partial()

export const AgentView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string(),
    isGeneral: z.boolean().describe('the agent that answers where none is named; it cannot be deleted'),
    version: z.number().int(),
    model: z.string().describe('as in the settings: default, extractive or <provider>/<model>'),
    settings: AgentSettings.nullable().describe('null for those who may not change agents'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Agent' })
export type AgentView = z.infer<typeof AgentView>

export const AgentVersionView = z
  .object({
    version: z.number().int(),
    isCurrent: z.boolean(),
    settings: AgentSettings,
    note: z.string(),
    rolledBackTo: z.number().int().nullable().describe('the version whose content this one has again'),
    author: z.object({ id: z.string(), name: z.string() }).nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'AgentVersion' })
export type AgentVersionView = z.infer<typeof AgentVersionView>

export const SettingChange = z
  .object({
    field: z.enum(Object.keys(settingsShape) as [keyof AgentSettings, ...(keyof AgentSettings)[]]),
    before: z.unknown(),
    after: z.unknown(),
    lines: z
      .array(z.object({ kind: z.enum(['same', 'removed', 'added']), text: z.string() }))
      .nullable()
      .describe('line by line, for texts'),
  })
  .meta({ id: 'SettingChange' })
export type SettingChange = z.infer<typeof SettingChange>

export const TestQuestionView = z
  .object({
    id: z.uuid(),
    question: z.string(),
    expectation: z.string().describe('what a good answer says, for whoever compares'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'TestQuestion' })
export type TestQuestionView = z.infer<typeof TestQuestionView>

export const testRunStates = ['running', 'complete', 'cancelled', 'failed'] as const
export const TestRunView = z
  .object({
    id: z.uuid(),
    agentId: z.uuid(),
    state: z.enum(testRunStates),
    versions: z.array(z.number().int()).length(2),
    total: z.number().int().describe('answers to be made: questions times two'),
    done: z.number().int(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'TestRun' })
export type TestRunView = z.infer<typeof TestRunView>

/** One question of a test run, with the answer of each version as soon as it is there; in the order of `versions`. */
export const TestComparison = z
  .object({
    questionId: z.uuid(),
    question: z.string(),
    expectation: z.string(),
    answers: z.array(Answer.nullable()).length(2),
  })
  .meta({ id: 'TestComparison' })
export type TestComparison = z.infer<typeof TestComparison>

const tag = 'Agents'
const params = z.object({ id: z.uuid() })
const note = z.string().trim().max(300).optional().describe('why, for the list of versions')
const testQuestionBody = z.object({ question: z.string().trim().min(1).max(2000), expectation: z.string().trim().max(2000) })

export const agents = {
  listAgents: route({
    method: 'GET',
    path: '/api/agents',
    summary: 'The agents of the workspace, the general one first',
    tag,
    may: 'agents.read',
    reply: z.object({ agents: z.array(AgentView) }),
  }),
  createAgent: route({
    method: 'POST',
    path: '/api/agents',
    summary: 'Make an agent; what is left out is as in the general defaults',
    tag,
    may: 'agents.write',
    body: SettingsChange.required({ name: true }),
    status: 201,
    reply: AgentView,
  }),
  getAgent: route({
    method: 'GET',
    path: '/api/agents/{id}',
    summary: 'One agent',
    tag,
    may: 'agents.read',
    params,
    reply: AgentView,
  }),
  updateAgent: route({
    method: 'PATCH',
    path: '/api/agents/{id}',
    summary: 'Change an agent: makes a new version, unless nothing differs',
    tag,
    may: 'agents.write',
    params,
    body: z.object({
      settings: SettingsChange,
      note,
      version: z.number().int().optional().describe('the version that was read; refused where there is a newer one'),
    }),
    reply: AgentView,
  }),
  deleteAgent: route({
    method: 'DELETE',
    path: '/api/agents/{id}',
    summary: 'Delete an agent; conversations keep the record of what it answered',
    tag,
    may: 'agents.write',
    params,
    status: 204,
  }),
  listAgentVersions: route({
    method: 'GET',
    path: '/api/agents/{id}/versions',
    summary: 'The versions of an agent, newest first',
    tag,
    may: 'agents.write',
    params,
    reply: z.object({ versions: z.array(AgentVersionView) }),
  }),
  compareAgentVersions: route({
    method: 'GET',
    path: '/api/agents/{id}/versions/diff',
    summary: 'What differs between two versions of an agent, setting by setting',
    tag,
    may: 'agents.write',
    params,
    query: z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) }),
    reply: z.object({ from: z.number().int(), to: z.number().int(), changes: z.array(SettingChange) }),
  }),
  rollBackAgent: route({
    method: 'POST',
    path: '/api/agents/{id}/rollback',
    summary: 'Make a new version with the content of an old one',
    tag,
    may: 'agents.write',
    params,
    body: z.object({ version: z.number().int().min(1), note }),
    reply: AgentView,
  }),
  listTestQuestions: route({
    method: 'GET',
    path: '/api/agents/{id}/test-questions',
    summary: 'The questions that versions of an agent are compared by',
    tag,
    may: 'agents.write',
    params,
    reply: z.object({ questions: z.array(TestQuestionView) }),
  }),
  addTestQuestion: route({
    method: 'POST',
    path: '/api/agents/{id}/test-questions',
    summary: 'Keep a question to compare versions by; an agent has at most 100',
    tag,
    may: 'agents.write',
    params,
    body: testQuestionBody.partial({ expectation: true }),
    status: 201,
    reply: TestQuestionView,
  }),
  updateTestQuestion: route({
    method: 'PATCH',
    path: '/api/agents/{id}/test-questions/{questionId}',
    summary: 'Change a test question',
    tag,
    may: 'agents.write',
    params: params.extend({ questionId: z.uuid() }),
    body: testQuestionBody.partial(),
    reply: TestQuestionView,
  }),
  removeTestQuestion: route({
    method: 'DELETE',
    path: '/api/agents/{id}/test-questions/{questionId}',
    summary: 'Remove a test question',
    tag,
    may: 'agents.write',
    params: params.extend({ questionId: z.uuid() }),
    status: 204,
  }),
  listTestRuns: route({
    method: 'GET',
    path: '/api/agents/{id}/test-runs',
    summary: 'The test runs of an agent that one has started, newest first',
    tag,
    may: 'agents.write',
    params,
    reply: z.object({ runs: z.array(TestRunView) }),
  }),
  startTestRun: route({
    method: 'POST',
    path: '/api/agents/{id}/test-runs',
    summary: 'Ask the test questions of two versions of an agent, in the background',
    tag,
    may: 'agents.write',
    params,
    body: z.object({
      versions: z.array(z.number().int().min(1)).length(2),
      questions: z.array(z.uuid()).min(1).max(100).optional().describe('all of them unless told'),
    }),
    status: 202,
    reply: TestRunView,
  }),
  getTestRun: route({
    method: 'GET',
    path: '/api/agents/{id}/test-runs/{runId}',
    summary: 'A test run with the answers that are there, side by side',
    tag,
    may: 'agents.write',
    params: params.extend({ runId: z.uuid() }),
    reply: z.object({ run: TestRunView, comparisons: z.array(TestComparison) }),
  }),
  cancelTestRun: route({
    method: 'POST',
    path: '/api/agents/{id}/test-runs/{runId}/cancel',
    summary: 'Stop a test run; the answers that are there stay',
    tag,
    may: 'agents.write',
    params: params.extend({ runId: z.uuid() }),
    reply: TestRunView,
  }),
}
