import type { AnySchema, Input, RouteSpec } from '@brain-ai/contract'
import { shapeReply } from './shape-reply.ts'

/** A reply that is JSON already, and fits the contract. */
export class WrittenReply {
  readonly json: string

  constructor(json: string) {
    this.json = json
  }
}

/**
 * Writes replies that differ in few fields: what they have in common is held against the contract and written once, for as long as
 * what it is made of is in memory.
 */
export class WrittenReplies<R extends RouteSpec & { readonly reply: AnySchema }, Own extends keyof Input<R['reply']>> {
  readonly #route: R
  readonly #own: readonly Own[]
  readonly #common = new WeakMap<object, string>()

  /** @param own the fields in which they differ */
  constructor(route: R, own: readonly Own[]) {
    this.#route = route
    this.#own = own
  }

  /**
   * @param source what the other fields are made of, always the same way
   * @param whole makes the whole reply, where it is the first of this source
   */
  write(source: object, own: Pick<Input<R['reply']>, Own>, whole: () => Input<R['reply']>): WrittenReply {
    const common = this.#common.getOrInsertComputed(source, () => this.#writeCommon(whole()))
    return new WrittenReply(`{${[withinBraces(own), common].filter((part) => part !== '').join(',')}}`)
  }

  #writeCommon(reply: Input<R['reply']>): string {
    const shaped = Object.entries(shapeReply(this.#route, reply) as object)
    return withinBraces(Object.fromEntries(shaped.filter(([field]) => !this.#own.includes(field as Own))))
  }
}

const withinBraces = (value: object): string => JSON.stringify(value).slice(1, -1)
