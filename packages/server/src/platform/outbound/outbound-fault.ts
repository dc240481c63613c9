export type OutboundFaultKind =
  | 'address-refused'
  | 'no-such-host'
  | 'unreachable'
  | 'connect-timeout'
  | 'untrusted-certificate'
  | 'cut'
  | 'too-large'

/** What went wrong with a connection to somewhere else. Its message names no address and no content. */
export class OutboundFault extends Error {
  readonly kind: OutboundFaultKind

  constructor(kind: OutboundFaultKind, cause?: unknown) {
    super(`outbound request: ${kind}`, { cause })
    this.name = 'OutboundFault'
    this.kind = kind
  }
}

const certificateFaults = /^(CERT_|UNABLE_TO_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|ERR_TLS_CERT)/

/** @param hasConnected whether the connection stood already when it broke */
export function outboundFaultOf(error: unknown, hasConnected: boolean): OutboundFault {
  if (error instanceof OutboundFault) return error
  const { code = '' } = error as { code?: string }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return new OutboundFault('no-such-host', error)
  if (certificateFaults.test(code)) return new OutboundFault('untrusted-certificate', error)
  return new OutboundFault(hasConnected ? 'cut' : 'unreachable', error)
}
