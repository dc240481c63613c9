import { type DocumentFormat, type DocumentState, documentFormats, documentStates } from '@brain-ai/contract'

/** Search parameters as they stand in an address. */
export type TextSearch = Record<string, unknown>

export interface AskSearch {
  q?: string | undefined
  /** Ids, divided by commas. */
  collections?: string | undefined
  /** Who is asked: the id of an agent. */
  agent?: string | undefined
}

/** What of an answer is open beside it. */
export interface AnswerSearch {
  /** The number of the citation whose source is open. */
  source?: number | undefined
  /** The answer that has this citation. */
  of?: string | undefined
}

export interface ConversationSearch extends AnswerSearch {
  /** A message of the branch that is shown. */
  message?: string | undefined
  /** The answer whose making is explained. */
  why?: string | undefined
}

export const conversationLists = ['mine', 'shared', 'archived'] as const
export interface ConversationsSearch {
  q?: string | undefined
  list?: (typeof conversationLists)[number] | undefined
}

export const agentTabs = ['settings', 'versions', 'bench'] as const
export interface AgentSearch extends AnswerSearch {
  tab?: (typeof agentTabs)[number] | undefined
  /** The versions that are compared. */
  first?: number | undefined
  second?: number | undefined
  /** The test run that is shown. */
  run?: string | undefined
}

export const sorts = ['newest', 'oldest', 'title', 'size'] as const
export type Sort = (typeof sorts)[number]

export interface DocumentsSearch {
  q?: string | undefined
  state?: DocumentState | 'working' | undefined
  format?: DocumentFormat | undefined
  language?: string | undefined
  collection?: string | undefined
  tag?: string | undefined
  sort?: Sort | undefined
  /** The document whose details are open. */
  document?: string | undefined
  /** The place in it to show, as offsets: `120-340`. */
  at?: string | undefined
  /** A dialog to open at once. */
  add?: 'paste' | 'files' | undefined
  /** The dialog of the collections: `collections` for all of them, or the id of the one whose readers are shown. */
  manage?: string | undefined
}

export interface SearchAddress {
  q?: string | undefined
  collection?: string | undefined
  tag?: string | undefined
  /** Part of the title of the document. */
  title?: string | undefined
  format?: DocumentFormat | undefined
  language?: string | undefined
  author?: string | undefined
  from?: string | undefined
  to?: string | undefined
  /** The document whose text is open. */
  document?: string | undefined
  /** The place in it to show: `120-340`, or only where a passage begins. */
  at?: string | undefined
}

export const resultFilters = ['better', 'worse', 'differing', 'missed'] as const
export type ResultFilter = (typeof resultFilters)[number]

export interface EvaluationSetSearch {
  /** What is shown of the set; its measurements unless told. */
  view?: 'questions' | undefined
  /** The run that is shown; the newest unless told. */
  run?: string | undefined
  only?: ResultFilter | undefined
  q?: string | undefined
}

export const readText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

/** A tag as the server writes it, or undefined where it is none. */
export function readTag(value: unknown): string | undefined {
  const tag = readText(value)?.trim().normalize().toLowerCase() ?? ''
  return /^[^,\p{Cc}]{1,50}$/u.test(tag) ? tag : undefined
}

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined => values.find((known) => known === value)

/** A value that does not fit is dropped: an old or mistyped address still shows the page. */
export function readAskSearch(search: AskSearch): AskSearch {
  return { q: readText(search.q)?.trim(), collections: readText(search.collections), agent: readText(search.agent) }
}

function readNumber(value: unknown): number | undefined {
  const number = Number(value)
  return Number.isInteger(number) && number > 0 ? number : undefined
}

const readAnswerSearch = ({ source, of }: AnswerSearch): AnswerSearch => ({ source: readNumber(source), of: readText(of) })

export const readConversationSearch = (search: ConversationSearch): ConversationSearch => ({
  ...readAnswerSearch(search),
  message: readText(search.message),
  why: readText(search.why),
})

export const readConversationsSearch = ({ q, list }: ConversationsSearch): ConversationsSearch => ({
  q: readText(q),
  list: oneOf(conversationLists, list),
})

export const readAgentSearch = (search: AgentSearch): AgentSearch => ({
  ...readAnswerSearch(search),
  tab: oneOf(agentTabs, search.tab),
  first: readNumber(search.first),
  second: readNumber(search.second),
  run: readText(search.run),
})

export function readDocumentsSearch(search: DocumentsSearch): DocumentsSearch {
  return {
    q: readText(search.q),
    state: oneOf([...documentStates, 'working'], search.state),
    format: oneOf(documentFormats, search.format),
    language: readText(search.language),
    collection: readText(search.collection),
    tag: readTag(search.tag),
    sort: oneOf(sorts, search.sort),
    document: readText(search.document),
    at: /^\d+-\d+$/.test(search.at ?? '') ? search.at : undefined,
    add: oneOf(['paste', 'files'], search.add),
    manage: readText(search.manage),
  }
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const matching = (pattern: RegExp, value: string | undefined) => (pattern.test(value ?? '') ? value : undefined)
const readDay = (value: string | undefined) =>
  Number.isNaN(Date.parse(value ?? '')) ? undefined : matching(/^\d{4}-\d{2}-\d{2}$/, value)

export function readSearchAddress(search: SearchAddress): SearchAddress {
  return {
    q: readText(readText(search.q)?.trim()),
    collection: matching(uuid, search.collection),
    tag: readTag(search.tag),
    title: readText(readText(search.title)?.trim().slice(0, 300)),
    format: oneOf(documentFormats, search.format),
    language: matching(/^[a-z]{2,3}$/i, search.language),
    author: readText(readText(search.author)?.trim().slice(0, 200)),
    from: readDay(search.from),
    to: readDay(search.to),
    document: matching(uuid, search.document),
    at: matching(/^\d+(-\d+)?$/, search.at),
  }
}

export function readEvaluationSetSearch(search: EvaluationSetSearch): EvaluationSetSearch {
  return {
    view: oneOf(['questions'], search.view),
    run: readText(search.run),
    only: oneOf(resultFilters, search.only),
    q: readText(search.q),
  }
}

export function readRange(at: string | undefined): { start: number; end: number } | undefined {
  const [start, end] = at?.split('-').map(Number) ?? []
  return start !== undefined && end !== undefined && start < end ? { start, end } : undefined
}

/** Only a path of this app may be gone to after signing in: an address of another site would help phishing. */
export const readNext = (next: string | undefined): string => (next && /^\/(?![/\\])/.test(next) ? next : '/')
