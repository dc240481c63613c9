export { type BlobStore, BlobTooLarge, type StoredBlob } from './blob-store.ts'
export { FileBlobStore } from './file-blob-store.ts'
