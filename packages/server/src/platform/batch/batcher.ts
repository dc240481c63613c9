interface Waiting<Input, Output> {
  readonly input: Input
  readonly resolve: (output: Output) => void
  readonly reject: (error: unknown) => void
}

interface Group<Input, Output> {
  readonly waiting: Waiting<Input, Output>[]
  isAtWork: boolean
  /** Whether the next batch begins in a moment. */
  isPlanned: boolean
}

interface Gathering {
  readonly mostAtOnce?: number
  /** The end of the breath, or of the turn of the event loop: later, with all that other connections have sent by then. */
  readonly until?: 'breath' | 'turn'
}

/**
 * Does for many at once what each asks for alone, in as many round trips as one needs. What comes in the same breath, or while a batch
 * is at work, goes together into the next one, so nobody waits when nothing is at work, and whatever a batch reads is read after all
 * of its inputs came. Inputs of different groups are apart.
 */
export class Batcher<Input, Output> {
  readonly #work: (inputs: readonly Input[], group: string) => Promise<readonly Output[]>
  readonly #mostAtOnce: number
  readonly #later: (begin: () => void) => void
  readonly #groups = new Map<string, Group<Input, Output>>()

  /** @param work gives an output for each input, in their order */
  constructor(work: (inputs: readonly Input[], group: string) => Promise<readonly Output[]>, gathering: Gathering = {}) {
    this.#work = work
    this.#mostAtOnce = gathering.mostAtOnce ?? 100
    this.#later = gathering.until === 'turn' ? setImmediate : queueMicrotask
  }

  run(input: Input, name = ''): Promise<Output> {
    const { promise, resolve, reject } = Promise.withResolvers<Output>()
    const group = this.#groups.getOrInsertComputed(name, () => ({ waiting: [], isAtWork: false, isPlanned: false }))
    group.waiting.push({ input, resolve, reject })
    this.#begin(name, group)
    return promise
  }

  /** Begins the next batch where none is at work: at once where it is full. */
  #begin(name: string, group: Group<Input, Output>): void {
    if (group.isAtWork) return
    if (group.waiting.length >= this.#mostAtOnce) return void this.#workOnNext(name, group)
    if (group.isPlanned) return
    group.isPlanned = true
    this.#later(() => {
      group.isPlanned = false
      if (!group.isAtWork && group.waiting.length > 0) void this.#workOnNext(name, group)
    })
  }

  async #workOnNext(name: string, group: Group<Input, Output>): Promise<void> {
    group.isAtWork = true
    await this.#workOn(group.waiting.splice(0, this.#mostAtOnce), name)
    group.isAtWork = false
    if (group.waiting.length > 0) this.#begin(name, group)
    else this.#groups.delete(name)
  }

  async #workOn(batch: readonly Waiting<Input, Output>[], name: string): Promise<void> {
    try {
      const outputs = await this.#work(
        batch.map(({ input }) => input),
        name,
      )
      for (const [i, { resolve }] of batch.entries()) resolve(outputs[i] as Output)
    } catch (error) {
      const [only] = batch
      if (batch.length === 1) return only!.reject(error)
      // One of them that cannot be done hurts nobody else.
      await Promise.all(batch.map((one) => this.#workOn([one], name)))
    }
  }
}
