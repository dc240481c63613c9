import { answers } from './answers.ts'
import { collections, documents } from './documents.ts'
import { ops } from './ops.ts'
import { retrieval } from './retrieval.ts'
import { auth, setup, workspaces } from './workspaces.ts'

export { type Answer, type AnswerEvent, answerEvents, type Citation, type NearPassage } from './answers.ts'
export {
  type CollectionView,
  type DocumentFormat,
  type DocumentState,
  type DocumentView,
  documentFormats,
  documentStates,
  type NewDocument,
  type PassageView,
} from './documents.ts'
export { BrainError, type ErrorCode, errorTable, Problem } from './errors.ts'
export { may, type Permission, policy, type Role, roles } from './permissions.ts'
export type { SearchHit } from './retrieval.ts'
export { type AnySchema, type Input, type Method, type Output, type RouteSpec, route } from './route.ts'
export { languages, type Me, Password, type WorkspaceView } from './workspaces.ts'

/** Every route of the product, by feature. */
export const contract = { setup, auth, workspaces, collections, documents, retrieval, answers, ops } as const
