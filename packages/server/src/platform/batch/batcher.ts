interface Waiting<Input, Output> {
  readonly input: Input
  readonly resolve: (output: Output) => void
  readonly reject: (error: unknown) => void
}

interface Group<Input, Output> {
  readonly waiting: Waiting<Input, Output>[]
  isAtWork: boolean
  /** Set while the next batch waits for the end of the turn. */
  turn: NodeJS.Immediate | undefined
}

/**
 * Does for many at once what each asks for alone, in as many round trips as one needs. What comes in the same turn of the event loop,
 * or while a batch is at work, goes together into the next one, so nobody waits when nothing is at work, and whatever a batch reads is
 * read after all of its inputs came. Inputs of different groups are apart.
 */
export class Batcher<Input, Output> {
  readonly #work: (inputs: readonly Input[], group: string) => Promise<readonly Output[]>
  readonly #mostAtOnce: number
  readonly #groups = new Map<string, Group<Input, Output>>()

  /** @param work gives an output for each input, in their order */
  constructor(work: (inputs: readonly Input[], group: string) => Promise<readonly Output[]>, mostAtOnce = 100) {
    this.#work = work
    this.#mostAtOnce = mostAtOnce
  }

  run(input: Input, name = ''): Promise<Output> {
    const { promise, resolve, reject } = Promise.withResolvers<Output>()
    const group = this.#groups.getOrInsertComputed(name, () => ({ waiting: [], isAtWork: false, turn: undefined }))
    group.waiting.push({ input, resolve, reject })
    if (!group.isAtWork) this.#begin(name, group)
    return promise
  }

  /** At once where the batch is full, else when the turn ends. */
  #begin(name: string, group: Group<Input, Output>): void {
    if (group.waiting.length >= this.#mostAtOnce) void this.#workOnNext(name, group)
    else group.turn ??= setImmediate(() => void this.#workOnNext(name, group))
  }

  async #workOnNext(name: string, group: Group<Input, Output>): Promise<void> {
    clearImmediate(group.turn)
    group.turn = undefined
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
