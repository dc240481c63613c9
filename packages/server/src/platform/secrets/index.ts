export { KeyRing } from './key-ring.ts'
export { deriveKey, openSealed, sealText } from './sealed-text.ts'
