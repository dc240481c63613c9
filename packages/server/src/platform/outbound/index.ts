export { OutboundClient } from './outbound-client.ts'
export { OutboundFault } from './outbound-fault.ts'
