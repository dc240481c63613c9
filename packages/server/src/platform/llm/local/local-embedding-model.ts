import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { BrainError } from '@brain-ai/contract'
import type { CallHooks } from '../call-log.ts'
import { CallRecorder } from '../call-recorder.ts'
import { embeddingPrefixes } from '../embedding-prefixes.ts'
import type { EmbeddingModel } from '../ports.ts'
import type { LocalModelSpec } from '../provider-spec.ts'
import { estimateTokens, noTokens } from '../token-usage.ts'
import { toUnitVectors } from '../unit-vectors.ts'
import { type Pooling, readPooling, weightFiles } from './pooling.ts'

const textsPerRun = 16
const maxCharacters = 24_000

/** What is used of `@huggingface/transformers`, which is not installed with the product: it brings half a gigabyte. */
export interface Transformers {
  readonly env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string; useFSCache: boolean }
  readonly pipeline: (
    task: 'feature-extraction',
    model: string,
    options: { dtype: string; local_files_only: true },
  ) => Promise<Extractor>
}
type Extractor = (
  texts: string[],
  options: { pooling: Pooling; normalize: boolean },
) => Promise<{ tolist(): number[][]; dispose?: () => void }>

const packageName = '@huggingface/transformers'
const loadInstalled = (): Promise<Transformers> => import(packageName) as Promise<unknown> as Promise<Transformers>

/**
 * An embedding model that runs inside this process, from a directory with its configuration, its tokenizer and its weights in ONNX.
 * The directory is all that is read: nothing is fetched from anywhere. It is loaded with the first text.
 */
export class LocalEmbeddingModel {
  readonly #spec: LocalModelSpec
  readonly #load: () => Promise<Transformers>
  #extractor: Promise<{ extract: Extractor; pooling: Pooling }> | undefined
  // One run after the other: each already uses every core that it is given.
  #tail: Promise<unknown> = Promise.resolve()

  constructor(spec: LocalModelSpec, load: () => Promise<Transformers> = loadInstalled) {
    this.#spec = spec
    this.#load = load
  }

  get id(): string {
    return `${this.#spec.name}/${basename(resolve(this.#spec.directory))}`
  }

  /** The model for one caller, whose calls are recorded. */
  open({ hooks, now }: { hooks: readonly CallHooks[]; now: () => Date }): EmbeddingModel {
    const prefixes = embeddingPrefixes(basename(resolve(this.#spec.directory)))
    return {
      id: this.id,
      embed: async (texts, { signal, purpose }) => {
        if (texts.length === 0) return { vectors: [], usage: noTokens }
        signal.throwIfAborted()
        for (const { beforeCall } of hooks) await beforeCall?.()
        const recorder = new CallRecorder({ kind: 'embedding', model: this.id, hooks, now: now() })
        recorder.countRequest()
        const vectors: Float32Array[] = []
        let usage = noTokens
        try {
          for (let from = 0; from < texts.length; from += textsPerRun) {
            signal.throwIfAborted()
            const batch = texts.slice(from, from + textsPerRun).map((text) => prefixes[purpose] + text.slice(0, maxCharacters))
            vectors.push(...toUnitVectors(await this.#run(batch), batch.length, vectors[0]?.length))
            usage = recorder.addUsage(undefined, () => ({ ...noTokens, inputTokens: estimateTokens(batch.join(' ')) }))
          }
          await recorder.tell('finished')
          return { vectors, usage }
        } catch (error) {
          await recorder.tell(signal.aborted ? 'cancelled' : 'failed')
          if (signal.aborted || error instanceof BrainError) throw error
          throw unusable(this.id, 'The embedding model in the local directory does not run.', error)
        }
      },
    }
  }

  #run(texts: string[]): Promise<number[][]> {
    const run = this.#tail.then(async () => {
      const { extract, pooling } = await this.#opened()
      const output = await extract(texts, { pooling, normalize: true })
      const vectors = output.tolist()
      output.dispose?.()
      return vectors
    })
    this.#tail = run.catch(() => {})
    return run
  }

  #opened(): Promise<{ extract: Extractor; pooling: Pooling }> {
    this.#extractor ??= this.#openDirectory().catch((error: unknown) => {
      // What was missing may be there the next time.
      this.#extractor = undefined
      throw error
    })
    return this.#extractor
  }

  async #openDirectory(): Promise<{ extract: Extractor; pooling: Pooling }> {
    const directory = resolve(this.#spec.directory)
    for (const needed of ['config.json', 'tokenizer.json'])
      if (!existsSync(join(directory, needed))) throw unusable(this.id, `The directory of the embedding model has no ${needed}.`)
    const weights = weightFiles.find(([file]) => existsSync(join(directory, file)))
    if (!weights) throw unusable(this.id, `The directory of the embedding model has no ${weightFiles[0][0]}.`)
    const library = await this.#load().catch((cause: unknown) => {
      throw unusable(this.id, `Local embedding models need the package ${packageName}; install it beside the product.`, cause)
    })
    Object.assign(library.env, {
      allowRemoteModels: false,
      allowLocalModels: true,
      useFSCache: false,
      localModelPath: dirname(directory),
    })
    const extract = await library.pipeline('feature-extraction', basename(directory), {
      dtype: weights[1],
      local_files_only: true,
    })
    const poolingFile = join(directory, '1_Pooling/config.json')
    const pooling = readPooling(existsSync(poolingFile) ? JSON.parse(readFileSync(poolingFile, 'utf8')) : undefined)
    return { extract, pooling }
  }
}

function unusable(model: string, sentence: string, cause?: unknown): BrainError {
  return new BrainError('model/refused', sentence, { model, fault: 'local-model', isRetryable: false }, { cause })
}
