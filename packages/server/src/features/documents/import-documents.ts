import { BrainError, type DocumentView } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { UploadedFile } from '#platform/http'
import { type Acceptance, acceptDocument, type StoredContent } from './accept-document.ts'
import { endingOfText, toDocumentView } from './document.ts'
import { cleanFileName } from './extract/clean-file-name.ts'
import { storeBytes, storeUpload } from './store-upload.ts'

const maxFiles = 200

export interface Import {
  readonly documents: DocumentView[]
  /** Files that were not taken, each with its reason. */
  readonly rejected: { fileName: string; code: string; message: string }[]
}

/** A text that was pasted or sent by a program, with its title. */
export interface TextToImport {
  readonly title: string
  readonly text: string
  readonly format: 'text' | 'markdown' | 'html'
  readonly collection?: string | undefined
  readonly tags?: readonly string[] | undefined
  readonly source?: string | undefined
}

/**
 * Takes files one after the other as they arrive. Each is safe once it is in the reply: its content is on the disk and its job
 * in the queue. A bad file is rejected with its reason and does not stop the others.
 */
export async function importFiles(
  ctx: WorkspaceContext,
  files: AsyncIterable<UploadedFile>,
  acceptance: Pick<Acceptance, 'collection' | 'tags' | 'source'>,
): Promise<Import> {
  const result = new ImportInProgress()
  let count = 0
  for await (const file of files) {
    count++
    await result.take(cleanFileName(file.fileName), async () => {
      if (count > maxFiles) {
        file.content.resume()
        throw new BrainError(
          'document/too-many-files',
          `At most ${maxFiles} files are taken at once. Send this one in another request.`,
          { maxFiles },
        )
      }
      return accept(ctx, await storeUpload(ctx, file, { isNew: acceptance.source === undefined }), acceptance)
    })
  }
  return result.end()
}

/** Takes one text, with the same promise as for files. */
export async function importText(ctx: WorkspaceContext, given: TextToImport): Promise<Import> {
  const result = new ImportInProgress()
  await result.take(given.title, async () => {
    const stored = await storeBytes(ctx, Buffer.from(given.text), `text.${endingOfText[given.format]}`, null)
    return accept(ctx, stored, given)
  })
  return result.end()
}

/** Takes one file whose bytes are in memory. @throws BrainError why it cannot be taken */
export async function importBytes(
  ctx: WorkspaceContext,
  file: { fileName: string; bytes: Uint8Array },
  acceptance: Acceptance,
): Promise<DocumentView> {
  const fileName = cleanFileName(file.fileName)
  return accept(ctx, await storeBytes(ctx, file.bytes, fileName, fileName), acceptance)
}

async function accept(ctx: WorkspaceContext, stored: StoredContent, acceptance: Acceptance): Promise<DocumentView> {
  const drop = () => ctx.app.blobs.delete(stored.blobKey)
  try {
    const { document, isDuplicate } = await acceptDocument(ctx, stored, acceptance)
    if (isDuplicate) await drop()
    return toDocumentView(document, undefined, isDuplicate)
  } catch (error) {
    // When the database went away nobody knows whether it committed; a file too many is better than one too few.
    if (error instanceof BrainError && error.code !== 'database/unavailable') await drop()
    throw error
  }
}

/** Collects what becomes of each file. */
class ImportInProgress {
  readonly #documents: DocumentView[] = []
  readonly #rejected: { fileName: string; error: BrainError }[] = []

  async take(fileName: string, take: () => Promise<DocumentView>): Promise<void> {
    try {
      this.#documents.push(await take())
    } catch (error) {
      const isAboutFile = error instanceof BrainError && /^(document|storage|limit)\//.test(error.code)
      if (!isAboutFile) throw error
      this.#rejected.push({ fileName, error })
    }
  }

  /** @throws BrainError storage/full or limit/reached where nothing was taken and nothing else is worth saying */
  end(): Import {
    const errors = this.#rejected.map(({ error }) => error)
    if (this.#documents.length === 0) {
      const full = errors.find(({ code }) => code === 'storage/full')
      if (full) throw full
      if (errors[0] && errors.every(({ code }) => code === 'limit/reached')) throw errors[0]
    }
    const rejected = this.#rejected.map(({ fileName, error: { code, message } }) => ({ fileName, code, message }))
    return { documents: this.#documents, rejected }
  }
}
