import { BrainError } from '@brain-ai/contract'
import type { FoundFile } from '../find-files.ts'
import { withRetries } from './retry.ts'
import { runInParallel } from './run-in-parallel.ts'
import type { SignedIn } from './sign-in.ts'
import { type ImportOptions, type UploadedFile, uploadFile } from './upload-file.ts'

const parallel = 4

export interface FailedFile {
  readonly file: string
  readonly code: string
  readonly message: string
}

export interface ImportResult {
  /** By the id of the document. */
  readonly uploaded: ReadonlyMap<string, UploadedFile & { readonly file: string }>
  readonly failed: readonly FailedFile[]
}

/** No file can be sent once one of these has happened, so the first one ends the import. */
const finalCodes = new Set<string>([
  'auth/required',
  'auth/forbidden',
  'auth/scope-missing',
  'workspace/not-found',
  'workspace/suspended',
  'storage/full',
])

/**
 * Sends files to a server; a file that it refuses does not stop the others.
 * @param onProgress hears how many were sent, and of which file it is said
 * @throws BrainError or ConnectionError when no further file can be sent
 */
export async function importFiles(
  signedIn: SignedIn,
  files: readonly FoundFile[],
  { onProgress, ...given }: ImportOptions & { onProgress: (sent: number, file: string) => void },
): Promise<ImportResult> {
  const uploaded = new Map<string, UploadedFile & { file: string }>()
  const failed: FailedFile[] = []
  let sent = 0
  await runInParallel(files, parallel, async (file) => {
    try {
      const result = await withRetries(() => uploadFile(signedIn, file, given))
      uploaded.set(result.document.id, { ...result, file: file.name })
    } catch (error) {
      if (!(error instanceof BrainError) || finalCodes.has(error.code)) throw error
      failed.push({ file: file.name, code: error.code, message: error.message })
    }
    onProgress(++sent, file.name)
  })
  return { uploaded, failed }
}
