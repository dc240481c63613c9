/** Everything that goes wrong with providers of language models. */
export const faultNames = [
  '429-seconds',
  '429-date',
  '429-ms',
  '429-bare',
  '500',
  '502',
  '503',
  '529',
  'reset',
  'first-byte',
  'first-token',
  'idle',
  'cut',
  'cut-utf8',
  'ended-early',
  'malformed-event',
  'error-event',
  'truncated-tool',
  'drip',
  'wrong-type',
  'duplicate-final',
  '401',
  '404',
  'too-long',
  'no-credit',
  'redirect',
] as const
export type FaultName = (typeof faultNames)[number]

export interface HttpFault {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly code: string
}

/** Faults that are told before anything else; asks to wait for a moment only, as tests do not wait long. */
export function httpFaultOf(fault: FaultName | undefined): HttpFault | undefined {
  switch (fault) {
    case '429-seconds':
      return { status: 429, headers: { 'retry-after': '0.05' }, code: 'rate_limit_exceeded' }
    case '429-date':
      return { status: 429, headers: { 'retry-after': new Date(Date.now() + 60).toUTCString() }, code: 'rate_limit_exceeded' }
    case '429-ms':
      return { status: 429, headers: { 'retry-after-ms': '40' }, code: 'rate_limit_exceeded' }
    case '429-bare':
      return { status: 429, code: 'rate_limit_exceeded' }
    case '500':
    case '502':
    case '503':
      return { status: Number(fault), code: 'server_error' }
    case '529':
      return { status: 529, code: 'overloaded_error' }
    case '401':
      return { status: 401, code: 'invalid_api_key' }
    case '404':
      return { status: 404, code: 'model_not_found' }
    case 'too-long':
      return { status: 400, code: 'context_length_exceeded' }
    case 'no-credit':
      return { status: 429, code: 'insufficient_quota' }
    case 'redirect':
      return { status: 307, headers: { location: 'http://169.254.169.254/latest/meta-data' }, code: 'moved' }
    default:
      return undefined
  }
}
