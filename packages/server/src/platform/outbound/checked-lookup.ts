import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { OutboundFault } from './outbound-fault.ts'
import { isPublicAddress } from './public-addresses.ts'

export type ResolveHost = (hostname: string, options: LookupOptions, done: ResolvedHost) => void
type ResolvedHost = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void

const resolveBySystem: ResolveHost = (hostname, options, done) =>
  lookup(hostname, { ...options, all: true }, (error, addresses) => done(error, addresses))

/** A host as a URL writes it, without the brackets of an IPv6 address. */
export const plainHost = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')

/** Node asks no `lookup` for an address that is written out, so this is to be asked before connecting. */
export function assertMayConnect(url: URL, mayBePrivate: boolean): void {
  const host = plainHost(url)
  if (!mayBePrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw new OutboundFault('address-refused')
}

/**
 * Resolves a host and hands over only addresses that may be connected to. The connection goes to what was checked: a name that
 * answers differently a moment later gains nothing. One private address among several refuses them all.
 */
export function createCheckedLookup(resolve: ResolveHost = resolveBySystem): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, options, (error, addresses) => {
      if (error) return callback(error, [])
      if (addresses.length === 0) return callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), [])
      if (addresses.some(({ address }) => !isPublicAddress(address))) return callback(new OutboundFault('address-refused'), [])
      if (options.all) return callback(null, addresses)
      return callback(null, addresses[0]!.address, addresses[0]!.family)
    })
  }
}

/** Whether a URL writes out an address that is not of the public internet. */
export function isPrivateLiteral(url: URL): boolean {
  const host = plainHost(url)
  return host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && !isPublicAddress(host))
}
