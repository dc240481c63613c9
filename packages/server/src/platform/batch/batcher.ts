interface Waiting<Input, Output> {
  readonly input: Input
  readonly resolve: (output: Output) => void
  readonly reject: (error: unknown) => void
}

/**
 * Does for many at once what each asks for alone, in as many round trips as one needs. What comes in the same breath, or while a batch
 * is at work, goes together into the next one, so nobody waits when nothing is at work, and whatever a batch reads is read after all
 * of its inputs came. Inputs of different groups are apart.
 */
export class Batcher<Input, Output> {
  readonly #work: (inputs: readonly Input[], group: string) => Promise<readonly Output[]>
  readonly #mostAtOnce: number
  readonly #groups = new Map<string, Waiting<Input, Output>[]>()

  /** @param work gives an output for each input, in their order */
  constructor(work: (inputs: readonly Input[], group: string) => Promise<readonly Output[]>, mostAtOnce = 100) {
    this.#work = work
    this.#mostAtOnce = mostAtOnce
  }

  run(input: Input, group = ''): Promise<Output> {
    const { promise, resolve, reject } = Promise.withResolvers<Output>()
    const waiting = this.#groups.get(group)
    if (waiting) waiting.push({ input, resolve, reject })
    else void this.#keepWorking(group, [{ input, resolve, reject }])
    return promise
  }

  async #keepWorking(group: string, first: Waiting<Input, Output>[]): Promise<void> {
    const waiting = first
    this.#groups.set(group, waiting)
    await undefined // until the end of the breath
    while (waiting.length > 0) await this.#workOn(waiting.splice(0, this.#mostAtOnce), group)
    this.#groups.delete(group)
  }

  async #workOn(batch: readonly Waiting<Input, Output>[], group: string): Promise<void> {
    try {
      const outputs = await this.#work(
        batch.map(({ input }) => input),
        group,
      )
      for (const [i, { resolve }] of batch.entries()) resolve(outputs[i] as Output)
    } catch (error) {
      const [only] = batch
      if (batch.length === 1) return only!.reject(error)
      // One of them that cannot be done hurts nobody else.
      await Promise.all(batch.map((one) => this.#workOn([one], group)))
    }
  }
}
