import { openAsBlob } from 'node:fs'
import { BrainError, contract, type DocumentView, type ErrorCode, type Problem } from '@brain-ai/contract'
import { ConnectionError } from '@brain-ai/sdk'
import type { FoundFile } from '../find-files.ts'
import type { SignedIn } from './sign-in.ts'

/** What became of a file that the server took: its document, now with one more version, or as it was. */
export interface UploadedFile {
  readonly outcome: 'new' | 'new-version' | 'unchanged'
  readonly document: DocumentView
}

/** What every file of an import gets. */
export interface ImportOptions {
  /** Name or id. */
  readonly collection: string | undefined
  /** With commas between them. */
  readonly tags: string | undefined
}

const route = contract.documents.importDocuments

/**
 * Sends one file, read from the disk as it is sent. Its path is its source: another content under the same path becomes a new
 * version, the same content changes nothing.
 * @throws BrainError that says why the server refuses the file; ConnectionError
 */
export async function uploadFile(signedIn: SignedIn, file: FoundFile, given: ImportOptions): Promise<UploadedFile> {
  const query = { ...given, fileName: file.name.split('/').at(-1), source: file.name }
  const response = await fetch(signedIn.client.urlOf(route, { query }), {
    method: route.method,
    headers: {
      authorization: `Bearer ${signedIn.token}`,
      'x-workspace-slug': signedIn.workspace,
      'content-type': 'application/octet-stream',
      accept: 'application/json',
    },
    body: await openAsBlob(file.path),
  }).catch((error: unknown) => {
    throw new ConnectionError(`The server at ${signedIn.url} does not answer.`, { cause: error })
  })
  if (!response.ok) throw await readProblem(response)
  const { documents, rejected } = (await response.json()) as {
    documents: DocumentView[]
    rejected: { code: ErrorCode; message: string }[]
  }
  const [document] = documents
  if (!document) throw new BrainError(rejected[0]?.code ?? 'server/internal', rejected[0]?.message ?? 'The server took no file.')
  return { document, outcome: document.isDuplicate ? 'unchanged' : document.version > 1 ? 'new-version' : 'new' }
}

async function readProblem(response: Response): Promise<BrainError> {
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined
  if (problem?.code) return new BrainError(problem.code as ErrorCode, problem.detail, problem.details ?? {})
  // A proxy in front of the server answers in its own words.
  const isAway = response.status >= 502 && response.status <= 504
  return new BrainError(isAway ? 'server/stopping' : 'server/internal', `The server answered with status ${response.status}.`)
}
