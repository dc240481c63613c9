export { type Actor, type App, actorMay, createWorkspaceContext, type RequestKey, type WorkspaceContext } from './context.ts'
