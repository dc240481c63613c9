import { BlockList, isIP, isIPv6 } from 'node:net'

const networks: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]
// Only 2000::/3 is given out; of it, these lead to other networks or nowhere.
const networks6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
]

const closed = new BlockList()
for (const [network, bits] of networks) closed.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of networks6) closed.addSubnet(network, bits, 'ipv6')
const givenOut = new BlockList()
givenOut.addSubnet('2000::', 3, 'ipv6')

/**
 * Whether an address is one of the public internet: not of this machine, a private network, a cloud's metadata service, or an address
 * that is translated into one of these.
 */
export function isPublicAddress(address: string): boolean {
  const bare = address.split('%')[0]!
  if (isIP(bare) === 0) return false
  if (!isIPv6(bare)) return !closed.check(bare, 'ipv4')
  return givenOut.check(bare, 'ipv6') && !closed.check(bare, 'ipv6')
}
