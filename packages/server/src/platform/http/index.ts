export type { Authenticator, Session, SignedInUser } from './authenticator.ts'
export { type ApiDescription, describeApi } from './describe-api.ts'
export { createHttpServer } from './http-server.ts'
export { rateKeyOfAddress } from './rate-limits.ts'
export {
  type AccountContext,
  type FileReply,
  type PublicContext,
  type ServedRoute,
  serve,
  textReply,
  type UploadedFile,
} from './serve.ts'
export { WrittenReplies, type WrittenReply } from './written-replies.ts'
