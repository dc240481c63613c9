export { type BlobStore, BlobTooLarge } from './blob-store.ts'
export { FileBlobStore } from './file-blob-store.ts'
