export { type App, createWorkspaceContext, type WorkspaceContext } from './context.ts'
