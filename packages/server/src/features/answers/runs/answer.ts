import type { AnswerSentence, Citation, NearPassage, RunState } from '@brain-ai/contract'
import type { AgentAtVersion } from '#agents'
import type { ChatModel } from '#platform/llm'
import type { Retrieval } from '#retrieval'
import { type AnswerRecord, emptyRecord } from '../records/answer-record.ts'

/** A question of a conversation with its answer. */
export interface Turn {
  readonly question: string
  /** Empty where it was made of documents that are not there, or not for the reader, any more. */
  readonly answer: string
}

/** A question together with all that decides how it is answered. */
export interface RunRequest {
  /** Of the run, of its answer, and of its message. */
  readonly id: string
  readonly question: string
  readonly agent: AgentAtVersion
  /** Only from these collections; undefined for all that the agent and the asker may read. */
  readonly collections: readonly string[] | undefined
  readonly conversationId: string | null
  /** The message that asks. */
  readonly questionId: string | null
  /** The answer in the conversation that the question follows. */
  readonly followsId: string | null
  /** What was said before, where whoever asks keeps the conversation themselves. */
  readonly history?: readonly Turn[] | undefined
  readonly idempotencyKey: string | undefined
  /** The model, where it was looked for already; null: there is none, so the answer quotes. */
  readonly model?: ChatModel | null
  /** What a model is shown, where that was looked for already; undefined in the end: it has to be looked for again. */
  readonly retrieval?: Promise<Retrieval | undefined> | undefined
  /** Made anew, also where it is known. */
  readonly isRetry?: boolean
  /** What its calls to models are recorded for. */
  readonly purpose?: 'answer' | 'warm-up'
  /** The record to make an answer from once more. */
  readonly replay: { readonly of: string; readonly record: AnswerRecord; readonly usesRecordedPassages: boolean } | undefined
}

/** What is known while an answer is made, in the order it comes; the text of all deltas is the text of the answer. */
export type AnswerStep =
  | {
      readonly name: 'passages-found'
      readonly passages: readonly NearPassage[]
      /** The documents whose text the answer will be made of. */
      readonly documentIds: readonly string[]
      /** What is known by then, for an answer that breaks off. */
      readonly outcome: AnswerOutcome
      /** The same where it breaks off with this text; undefined where that makes no difference. */
      readonly checkSoFar?: (text: string) => AnswerOutcome
    }
  | { readonly name: 'text-delta'; readonly text: string }
  | { readonly name: 'citation'; readonly citation: Citation }
  | { readonly name: 'tool-used'; readonly tool: string; readonly subject: string }
  | { readonly name: 'answered'; readonly outcome: AnswerOutcome }

/** What is known once an answer is there, or once its making broke off. */
export interface AnswerOutcome {
  /** It was made before, and is given again. */
  readonly isFromCache?: boolean
  /** The model had more to say than it may. */
  readonly isCut?: boolean
  /** Its passages were found by words alone because the embedding model was away. */
  readonly isDegraded?: boolean
  readonly isAnswered: boolean
  readonly language: string
  readonly sentences: readonly AnswerSentence[]
  /** The numbers of citations that the text beside them does not bear out. */
  readonly unsupported: readonly number[]
  readonly followUps: readonly FollowUp[]
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number }
  readonly timings: {
    readonly retrievalMs: number
    readonly composeMs: number
    readonly rewriteMs?: number
    readonly firstTokenMs?: number
  }
  /** Of the documents, as it was before they were searched. */
  readonly corpusVersion: number
  readonly record: AnswerRecord
}

/** `documentId`: the document whose heading it repeats; null where a model thought of it. */
export interface FollowUp {
  readonly question: string
  readonly documentId: string | null
}

/** A citation without anything of its document but the place. */
export interface StoredCitation {
  readonly number: number
  readonly passageId: string
  readonly documentId: string
  readonly start: number
  readonly end: number
  readonly isSupported: boolean
}

export interface StoredPassage {
  readonly passageId: string
  readonly documentId: string
  readonly start: number
  readonly end: number
  readonly score: number
}

/** An answer as it is stored. */
export interface AnswerRow {
  readonly id: string
  readonly conversationId: string | null
  readonly parentId: string | null
  readonly userId: string
  readonly question: string
  readonly text: string
  readonly state: RunState
  readonly agentId: string
  readonly agentName: string
  readonly agentVersion: number
  readonly model: string
  readonly isAnswered: boolean
  readonly language: string
  readonly citations: readonly StoredCitation[]
  readonly passages: readonly StoredPassage[]
  readonly sentences: readonly AnswerSentence[]
  readonly followUps: readonly FollowUp[]
  readonly documentIds: readonly string[]
  readonly inputTokens: number
  readonly outputTokens: number
  readonly timings: Record<string, number>
  readonly isFromCache: boolean
  readonly failureCode: string | null
  readonly failureMessage: string | null
  readonly createdAt: Date
  /** Of what it says, where that is stored for all to whom it was given. */
  readonly knownAnswerId: string | null
}

export const emptyOutcome = (question: string, model: string): AnswerOutcome => ({
  isAnswered: false,
  language: 'en',
  sentences: [],
  unsupported: [],
  followUps: [],
  usage: { inputTokens: 0, outputTokens: 0 },
  timings: { retrievalMs: 0, composeMs: 0 },
  corpusVersion: 0,
  record: emptyRecord(question, model),
})

/** The name of the model of an answer that quotes and asks none. */
export const extractive = 'extractive'
