import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'
import type { Log } from '#platform/log'

type OnMessage = (payload: string) => void

/**
 * LISTEN over one connection of its own, which comes back by itself. Messages sent while it is away are lost,
 * so whoever listens also looks for himself now and then.
 */
export class ChannelListener implements AsyncDisposable {
  readonly #createClient: () => pg.Client
  readonly #log: Log
  readonly #channels = new Map<string, Set<OnMessage>>()
  readonly #stop = new AbortController()
  #client: pg.Client | undefined
  #loop: Promise<void> | undefined

  constructor(createClient: () => pg.Client, log: Log) {
    this.#createClient = createClient
    this.#log = log
  }

  async listen(channel: string, onMessage: OnMessage): Promise<AsyncDisposable> {
    const listeners = this.#channels.get(channel) ?? new Set()
    const isFirst = listeners.size === 0
    this.#channels.set(channel, listeners.add(onMessage))
    if (!this.#loop) {
      const started = Promise.withResolvers<void>()
      this.#loop = this.#keepListening(started.resolve)
      await started.promise
    } else if (isFirst) await this.#client?.query(`listen ${quoteName(channel)}`).catch(() => {})
    return {
      [Symbol.asyncDispose]: async () => {
        listeners.delete(onMessage)
        if (listeners.size === 0) await this.#client?.query(`unlisten ${quoteName(channel)}`).catch(() => {})
      },
    }
  }

  async #keepListening(onFirstAttempt: () => void): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const client = this.#createClient()
      const lost = Promise.withResolvers<void>()
      client.on('end', () => lost.resolve())
      client.on('error', () => lost.resolve())
      client.on('notification', ({ channel, payload }) => {
        for (const onMessage of this.#channels.get(channel) ?? []) onMessage(payload ?? '')
      })
      try {
        await client.connect()
        for (const channel of this.#channels.keys()) await client.query(`listen ${quoteName(channel)}`)
        this.#client = client
        onFirstAttempt()
        await lost.promise
        if (!this.#stop.signal.aborted) this.#log.warn('The connection that listens for notifications was lost')
      } catch (error) {
        this.#log.warn({ error: (error as Error).message }, 'Cannot listen for notifications')
      }
      this.#client = undefined
      onFirstAttempt()
      await client.end().catch(() => {})
      await delay(500, undefined, { signal: this.#stop.signal }).catch(() => {})
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    await this.#client?.end().catch(() => {})
    await this.#loop
  }
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
