export { Readiness } from './readiness.ts'
export { opsRoutes } from './routes.ts'
