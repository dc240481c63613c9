export { isPrivateLiteral } from './checked-lookup.ts'
export { OutboundClient } from './outbound-client.ts'
export { OutboundFault } from './outbound-fault.ts'
