import type { WorkspaceContext } from '#platform/context'

/** Whether documents or their bytes may come to a limit; without knowing better, as in a job, they may. */
export const hasStockLimits = ({ limits }: WorkspaceContext): boolean => limits?.documents !== null || limits.storage !== null
