import type { IncomingMessage } from 'node:http'

/** The first of them come as they come: nobody waits for the beginning of an answer. */
const unpaced = 10

/** The more replies come at once, the longer a connection rests between two pieces, as long as text still seems to flow. */
const [leastMs, mostMs, msForEach] = [80, 200, 20]

/**
 * Puts pieces of a reply together that come fast one after the other. A model sends each word in a packet of its own, and reading it
 * costs many times more than the word; so the connection rests for a while after each piece, and what came meanwhile is one.
 */
export class Pace {
  static #open = 0
  readonly #reply: IncomingMessage
  readonly #handOn: (piece: Buffer) => void
  readonly #held: Buffer[] = []
  #count = 0
  #isOpen = true
  #turn: NodeJS.Immediate | undefined
  #rest: NodeJS.Timeout | undefined

  constructor(reply: IncomingMessage, handOn: (piece: Buffer) => void) {
    this.#reply = reply
    this.#handOn = handOn
    Pace.#open++
  }

  take(piece: Buffer): void {
    this.#held.push(piece)
    if (this.#count++ < unpaced) this.flush()
    // What waited for the connection comes in several pieces of one turn.
    else
      this.#turn ??= setImmediate(() => {
        this.flush()
        this.#takeRest()
      })
  }

  /** Hands on what is held. */
  flush(): void {
    clearImmediate(this.#turn)
    this.#turn = undefined
    if (this.#held.length === 0) return
    const [only] = this.#held
    const piece = this.#held.length === 1 ? only! : Buffer.concat(this.#held)
    this.#held.length = 0
    this.#handOn(piece)
  }

  stop(): void {
    if (this.#isOpen) Pace.#open--
    this.#isOpen = false
    clearImmediate(this.#turn)
    clearTimeout(this.#rest)
  }

  #takeRest(): void {
    const { socket } = this.#reply
    // After its end the connection is somebody else's.
    if (this.#reply.complete || socket.destroyed) return
    socket.pause()
    const restMs = Math.min(mostMs, Math.max(leastMs, msForEach * Pace.#open))
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => socket.resume(), restMs)
  }
}
