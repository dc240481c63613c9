import { BrainError, type ErrorCode, errorTable, type Problem } from '@brain-ai/contract'
import { z } from 'zod'
import type { Metrics } from '#platform/metrics'

interface FastifyFault {
  readonly code?: string
  readonly statusCode?: number
}

// What fastify and its plug-ins throw themselves, in our words.
const foreignFaults: Readonly<Record<string, [ErrorCode, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['request/too-large', 'The body of the request is larger than this address accepts.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['request/unsupported-type', 'This address does not accept that content type.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['request/malformed', 'The body is empty although its type is JSON.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['request/malformed', 'The body is not valid JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request/malformed', 'The body does not have the length that its header names.'],
  FST_INVALID_MULTIPART_CONTENT_TYPE: ['request/malformed', 'The multipart body has no valid boundary.'],
  FST_FILES_LIMIT: ['document/too-many-files', 'That are more files than one request may carry.'],
  FST_PARTS_LIMIT: ['document/too-many-files', 'That are more parts than one request may carry.'],
}

/** Turns whatever was thrown into an error of the table; undefined means that it is a bug of ours. */
export function asBrainError(error: unknown): BrainError | undefined {
  if (error instanceof BrainError) return error
  if (error instanceof z.ZodError)
    return new BrainError('request/invalid', 'The request does not fit what this address expects.', {
      errors: fieldErrors(error),
    })
  const { code, statusCode } = (error ?? {}) as FastifyFault
  const known = code ? foreignFaults[code] : undefined
  if (known) return new BrainError(known[0], known[1], {}, { cause: error })
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return new BrainError('request/malformed', 'The request could not be read.', {}, { cause: error })
  return undefined
}

/** Counts a refusal by a limit; by what was limited, never by whose limit it was. */
export function countRefusal(metrics: Metrics, error: BrainError | undefined): void {
  if (error?.code === 'limit/reached') metrics.limitRefusals.inc({ metric: String(error.details.metric) })
}

function fieldErrors(error: z.ZodError): { path: string; message: string }[] {
  return error.issues.slice(0, 20).map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
}

/** The body of the error reply. A bug says nothing of its cause; the log has it under the same request id. */
export function toProblem(error: BrainError | undefined, requestId: string): Problem {
  const code = error?.code ?? 'server/internal'
  const { errors, ...details } = (error?.details ?? {}) as { errors?: Problem['errors'] }
  return {
    type: `/docs#error-${code.replace('/', '-')}`,
    title: errorTable[code].title,
    status: errorTable[code].status,
    detail:
      error?.message ??
      'Something went wrong on our side. The request id helps whoever runs this installation to find the cause.',
    code,
    requestId,
    ...(Object.keys(details).length > 0 ? { details } : {}),
    ...(errors ? { errors } : {}),
  }
}
