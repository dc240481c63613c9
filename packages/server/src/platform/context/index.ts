export { type Actor, type App, createWorkspaceContext, type WorkspaceContext } from './context.ts'
