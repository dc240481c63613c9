import { APICallError } from '@ai-sdk/provider'
import { BrainError, type ErrorCode } from '@brain-ai/contract'
import { OutboundFault } from '#platform/outbound'
import { readRetryAfter } from './retry-after.ts'

interface FaultRule {
  readonly code: Extract<ErrorCode, 'model/unavailable' | 'model/refused'>
  /** Whether the same request may do better a moment later. */
  readonly isRetryable: boolean
  /** What it says about the endpoint: it is failing, certainly dead, or alive and of another opinion. */
  readonly health: 'failing' | 'dead' | 'alive'
  readonly sentence: string
}

const unavailable = { code: 'model/unavailable', isRetryable: true, health: 'failing' } as const
const refused = { code: 'model/refused', isRetryable: false, health: 'alive' } as const

export const faultRules = {
  unreachable: { ...unavailable, sentence: 'The model provider cannot be reached at its address.' },
  'no-such-host': { ...unavailable, sentence: 'The address of the model provider is not known to the network.' },
  'connect-timeout': { ...unavailable, health: 'dead', sentence: 'The model provider accepts no connection.' },
  'first-token-timeout': {
    ...unavailable,
    isRetryable: false,
    sentence: 'The model provider took too long to begin its answer.',
  },
  'idle-timeout': { ...unavailable, sentence: 'The model provider stopped in the middle of its answer.' },
  'total-timeout': { ...unavailable, isRetryable: false, sentence: 'The answer of the model provider took too long.' },
  cut: { ...unavailable, sentence: 'The connection to the model provider broke off.' },
  malformed: { ...unavailable, sentence: 'The reply of the model provider could not be understood.' },
  'too-large': { ...unavailable, isRetryable: false, sentence: 'The reply of the model provider is too large.' },
  'rate-limited': { ...unavailable, health: 'alive', sentence: 'The model provider takes no more requests at the moment.' },
  overloaded: { ...unavailable, sentence: 'The model provider is overloaded.' },
  'server-error': { ...unavailable, sentence: 'The model provider reports a fault of its own.' },
  'circuit-open': {
    ...unavailable,
    isRetryable: false,
    sentence: 'The model provider has failed several times; it is left alone for a moment.',
  },
  unauthorized: { ...refused, sentence: 'The model provider does not accept the API key.' },
  'no-credit': { ...refused, sentence: 'The account at the model provider has no credit left.' },
  'no-such-model': { ...refused, sentence: 'The model provider knows no such model, or its base URL is wrong.' },
  'too-long': { ...refused, sentence: 'The text is longer than the model takes.' },
  'bad-request': { ...refused, sentence: 'The model provider did not accept the request.' },
  redirected: { ...refused, sentence: 'The base URL of the model provider leads to another address; give that one.' },
  'address-refused': {
    ...refused,
    sentence: 'The address of the model provider lies in a private network; an operator has to allow it.',
  },
  'untrusted-certificate': { ...refused, sentence: 'The certificate of the model provider is not trusted.' },
} as const satisfies Record<string, FaultRule>

export type FaultKind = keyof typeof faultRules

/** A call to a model went wrong. Knows nothing of what was asked, and never keeps what the provider said. */
export class ModelFault extends Error {
  readonly kind: FaultKind
  readonly retryAfterMs: number | undefined

  constructor(kind: FaultKind, retryAfterMs?: number) {
    super(faultRules[kind].sentence)
    this.name = 'ModelFault'
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }

  get rule(): FaultRule {
    return faultRules[this.kind]
  }

  /** @param model `<provider>/<model>` */
  toBrainError(model: string): BrainError {
    const { code, isRetryable, sentence } = this.rule
    const { retryAfterMs } = this
    return new BrainError(code, sentence, {
      model,
      fault: this.kind,
      isRetryable: isRetryable || code === 'model/unavailable',
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    })
  }
}

/** What kind of fault an error is, whoever threw it. Nothing of the error itself goes on: it may hold the prompt or the key. */
export function faultOf(error: unknown, now: Date): ModelFault {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if (at instanceof ModelFault) return at
    if (at instanceof OutboundFault) return new ModelFault(at.kind)
  }
  if (APICallError.isInstance(error) && error.statusCode !== undefined && error.statusCode >= 300)
    return faultOfStatus(error.statusCode, error.responseHeaders ?? {}, codesIn(error.responseBody), now)
  // An error event inside a stream has no status, at best a word for what it is.
  const told = error instanceof Error && error.cause !== undefined ? error.cause : error
  const words = codesIn(typeof told === 'object' ? JSON.stringify(told) : String(told))
  if (/overloaded/.test(words)) return new ModelFault('overloaded')
  if (/rate.?limit|resource_exhausted/.test(words)) return new ModelFault('rate-limited')
  if (/server_error|api_error|internal/.test(words)) return new ModelFault('server-error')
  return new ModelFault('malformed')
}

function faultOfStatus(status: number, headers: Record<string, string>, codes: string, now: Date): ModelFault {
  if (status < 400) return new ModelFault('redirected')
  if (/insufficient_quota|billing|credit/.test(codes)) return new ModelFault('no-credit')
  if (status === 429) return new ModelFault('rate-limited', readRetryAfter(headers, now))
  if (status === 401 || status === 403 || /api_key_invalid|invalid_api_key/.test(codes)) return new ModelFault('unauthorized')
  if (status === 402) return new ModelFault('no-credit')
  if (status === 404 || status === 405) return new ModelFault('no-such-model')
  if (status === 413 || /context_length|too.?long|too_large/.test(codes)) return new ModelFault('too-long')
  if (status === 503 || status === 529) return new ModelFault('overloaded', readRetryAfter(headers, now))
  if (status === 408 || status === 409 || status === 425) return new ModelFault('server-error', readRetryAfter(headers, now))
  return status >= 500 ? new ModelFault('server-error', readRetryAfter(headers, now)) : new ModelFault('bad-request')
}

/** The short words by which providers name a fault, joined; sentences are left out, as they may repeat what was asked. */
function codesIn(body: string | undefined): string {
  const found = [...(body ?? '').slice(0, 20_000).matchAll(/"(?:code|type|status|reason)"\s*:\s*"([\w.-]{1,60})"/g)]
  return found.map(([, word]) => word!.toLowerCase()).join(' ')
}
