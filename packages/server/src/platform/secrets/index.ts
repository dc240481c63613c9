export { KeyRing, type Sealed } from './key-ring.ts'
export { deriveKey, openSealed, sealText } from './sealed-text.ts'
