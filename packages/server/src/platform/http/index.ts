export type { Authenticator, Session, SignedInUser } from './authenticator.ts'
export { type ApiDescription, describeApi } from './describe-api.ts'
export { createHttpServer, type HttpServer } from './http-server.ts'
export {
  type AccountContext,
  type FileReply,
  type PublicContext,
  type ServedRoute,
  type StreamedEvent,
  serve,
  textReply,
  type UploadedFile,
} from './serve.ts'
