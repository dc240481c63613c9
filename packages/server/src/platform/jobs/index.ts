export { defineJob, type Job, JobAborted, type JobDefinition, type JobFailure, jobKind } from './define-job.ts'
export { enqueue, findProgress, holdJob, requestCancel } from './enqueue.ts'
export { JobQueue } from './job-queue.ts'
