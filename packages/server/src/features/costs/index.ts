export { assertTokensLeft } from './assert-tokens-left.ts'
export type { CallPurpose } from './call-purpose.ts'
export { recordModelCall } from './record-model-call.ts'
export { costRoutes } from './routes.ts'
