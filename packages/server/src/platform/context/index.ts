export { type Actor, type App, actorMay, createWorkspaceContext, type WorkspaceContext } from './context.ts'
