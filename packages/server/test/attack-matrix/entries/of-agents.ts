import type { Entries, Ids } from '../entry.ts'

const question = 'When does the harbour master open?'
const ofAgent = { names: ['agent'], build: ({ agent }: Ids) => ({ params: { id: agent } }) } as const
const ofRun = { names: ['run'], build: ({ run }: Ids) => ({ params: { id: run } }) } as const
const ofTestRun = {
  names: ['agent', 'testRun'],
  build: ({ agent, testRun }: Ids) => ({ params: { id: agent, runId: testRun } }),
} as const

export const agentEntries: Entries<'agents' | 'answers' | 'conversations'> = {
  agents: {
    listAgents: { names: [], build: () => ({}) },
    createAgent: {
      names: ['collection'],
      build: ({ collection }, word) => ({ body: { name: word, collections: [collection] } }),
    },
    getAgent: ofAgent,
    updateAgent: {
      names: ['agent', 'collection'],
      build: ({ agent, collection }, word) => ({
        params: { id: agent },
        body: { settings: { description: word, collections: [collection] } },
      }),
      own: 'spare',
    },
    deleteAgent: { ...ofAgent, own: 'spare' },
    listAgentVersions: ofAgent,
    compareAgentVersions: { ...ofAgent, build: ({ agent }) => ({ params: { id: agent }, query: { from: 1, to: 1 } }) },
    rollBackAgent: { ...ofAgent, build: ({ agent }) => ({ params: { id: agent }, body: { version: 1 } }) },
    listTestQuestions: ofAgent,
    addTestQuestion: {
      ...ofAgent,
      build: ({ agent }, word) => ({ params: { id: agent }, body: { question: `Where is ${word}?` } }),
    },
    updateTestQuestion: {
      names: ['agent', 'testQuestion'],
      build: ({ agent, testQuestion }, word) => ({
        params: { id: agent, questionId: testQuestion },
        body: { expectation: word },
      }),
    },
    removeTestQuestion: {
      names: ['agent', 'testQuestion'],
      build: ({ agent, testQuestion }) => ({ params: { id: agent, questionId: testQuestion } }),
      own: 'spare',
    },
    listTestRuns: ofAgent,
    startTestRun: {
      names: ['agent', 'testQuestion'],
      build: ({ agent, testQuestion }) => ({ params: { id: agent }, body: { versions: [1, 1], questions: [testQuestion] } }),
    },
    getTestRun: ofTestRun,
    cancelTestRun: ofTestRun,
  },
  answers: {
    askQuestion: {
      names: ['collection', 'agent', 'conversation'],
      build: ({ collection, agent, conversation }) => [
        { body: { question, collections: [collection] } },
        { body: { question } },
        { body: { question, agent } },
        { body: { question, conversation } },
      ],
    },
    getRun: ofRun,
    followRun: ofRun,
    cancelRun: ofRun,
    explainRun: ofRun,
    replayRun: { ...ofRun, build: ({ run }) => ({ params: { id: run }, body: {} }) },
  },
  conversations: {
    listConversations: { names: [], build: () => [{ query: {} }, { query: { q: 'harbour' } }, { query: { of: 'shared' } }] },
    createConversation: { ...ofAgent, build: ({ agent }) => ({ body: { agent } }) },
    getConversation: { names: ['conversation'], build: ({ conversation }) => ({ params: { id: conversation } }) },
    updateConversation: {
      names: ['conversation', 'agent'],
      build: ({ conversation, agent }, word) => [
        { params: { id: conversation }, body: { title: word } },
        { params: { id: conversation }, body: { agent } },
      ],
    },
    deleteConversation: {
      names: ['conversation'],
      build: ({ conversation }) => ({ params: { id: conversation } }),
      own: 'spare',
    },
    sendMessage: {
      names: ['conversation', 'message', 'agent', 'collection'],
      build: ({ conversation, message, agent, collection }) => [
        { params: { id: conversation }, body: { question, parent: message } },
        { params: { id: conversation }, body: { question, agent, collections: [collection] } },
      ],
    },
    retryMessage: {
      names: ['conversation', 'message', 'agent'],
      build: ({ conversation, message, agent }) => ({ params: { id: conversation, messageId: message }, body: { agent } }),
    },
  },
}
