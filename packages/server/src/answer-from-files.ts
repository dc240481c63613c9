import { readFile } from 'node:fs/promises'
import { BrainError, type NearPassage } from '@brain-ai/contract'
import { answerFromPassages, retrieveForAnswer } from '#answers'
import { Extractor, splitIntoPassages } from '#documents'
import { MemoryIndex } from '#retrieval'

export interface FileToRead {
  /** Where to read it. */
  readonly path: string
  /** What to call it in the answer. */
  readonly name: string
}

/** A place in a file, as a citation or as a near miss. Offsets are UTF-16 units in the text that was read from the file. */
export interface FilePlace {
  readonly path: string
  readonly title: string
  readonly headingPath: readonly string[]
  readonly page: number | null
  readonly start: number
  readonly end: number
}

export interface FileAnswer {
  readonly question: string
  /** Plain text with markers [1], [2] that name citations; paragraphs divided by an empty line. */
  readonly answer: string
  readonly isAnswered: boolean
  readonly language: string
  readonly citations: readonly (FilePlace & { readonly number: number; readonly quote: string; readonly isSupported: boolean })[]
  /** What was considered, best first. */
  readonly passages: readonly (FilePlace & { readonly score: number })[]
  /** Files that could not be read, and why. */
  readonly skipped: readonly { readonly path: string; readonly code: string; readonly reason: string }[]
  readonly files: number
  readonly timings: { readonly readMs: number; readonly answerMs: number; readonly totalMs: number }
}

export interface AnswerFromFilesOptions {
  readonly signal?: AbortSignal
  /** Hears how many files were read, and which one comes next. */
  readonly onProgress?: (read: number, next: string) => void
}

/**
 * Answers a question from files: reads, splits, searches and answers as the server does, but keeps everything in memory and
 * nothing afterwards. A file that cannot be read is named in `skipped` and stops nothing.
 * @throws BrainError document/cancelled after an abort
 */
export async function answerFromFiles(
  question: string,
  files: readonly FileToRead[],
  options: AnswerFromFilesOptions = {},
): Promise<FileAnswer> {
  const startedAt = performance.now()
  const index = new MemoryIndex()
  const skipped = await indexFiles(index, files, options)
  const readAt = performance.now()

  const composed = answerFromPassages(question, retrieveForAnswer(index, question))
  const endedAt = performance.now()
  return {
    question,
    answer: composed.answer,
    isAnswered: composed.isAnswered,
    language: composed.language,
    citations: composed.citations.map(({ number, quote, isSupported, ...place }) => ({
      number,
      ...placeOf(place),
      quote,
      isSupported,
    })),
    passages: composed.passages.map(({ score, ...place }) => ({ ...placeOf(place), score })),
    skipped,
    files: files.length - skipped.length,
    timings: { readMs: readAt - startedAt, answerMs: endedAt - readAt, totalMs: endedAt - startedAt },
  }
}

type Place = Pick<NearPassage, 'documentId' | 'title' | 'headingPath' | 'page' | 'start' | 'end'>

/** A document is known by the name of its file here. */
function placeOf({ documentId, title, headingPath, page, start, end }: Place): FilePlace {
  return { path: documentId, title, headingPath, page, start, end }
}

async function indexFiles(
  index: MemoryIndex,
  files: readonly FileToRead[],
  { signal, onProgress }: AnswerFromFilesOptions,
): Promise<FileAnswer['skipped']> {
  const skipped: FileAnswer['skipped'][number][] = []
  await using extractor = new Extractor({ concurrency: 1 })
  for (const [read, file] of files.entries()) {
    onProgress?.(read, file.name)
    try {
      const bytes = await readFile(file.path, { signal })
      const extracted = await extractor.extract(bytes, file.name, { signal })
      const documentTitle = extracted.title ?? file.name
      for (const { position, ...passage } of splitIntoPassages(extracted))
        index.add({ ...passage, passageId: `${file.name}#${position}`, documentId: file.name, documentTitle })
    } catch (error) {
      signal?.throwIfAborted()
      skipped.push({ path: file.name, ...explain(error) })
    }
  }
  return skipped
}

function explain(error: unknown): { code: string; reason: string } {
  if (error instanceof BrainError) return { code: error.code, reason: error.message }
  const { code } = error as NodeJS.ErrnoException
  if (code === undefined) throw error
  return { code, reason: `The file cannot be read (${code}).` }
}
