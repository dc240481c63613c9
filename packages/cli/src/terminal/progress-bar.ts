import type { Terminal } from './terminal.ts'

const width = 24
const minIntervalMs = 60

/** A bar on the standard error that rewrites its line and leaves none behind; shows nothing where nobody watches. */
export class ProgressBar implements Disposable {
  readonly #terminal: Terminal
  readonly #write: (text: string) => void
  #shownAt = 0
  #isShown = false

  constructor(terminal: Terminal, write: (text: string) => void = (text) => void process.stderr.write(text)) {
    this.#terminal = terminal
    this.#write = write
  }

  /** @param done from 0 to 1 */
  show(done: number, label: string): void {
    const now = performance.now()
    if (!this.#terminal.isWatched || (this.#isShown && now - this.#shownAt < minIntervalMs)) return
    this.#shownAt = now
    this.#isShown = true
    const full = Math.round(Math.min(1, Math.max(0, done)) * width)
    const bar = `${'━'.repeat(full)}${this.#terminal.paintNote('dim', '━'.repeat(width - full))}`
    const room = Math.max(0, this.#terminal.columns - width - 3)
    this.#write(`\r\x1b[2K${bar} ${[...label].slice(0, room).join('')}`)
  }

  [Symbol.dispose](): void {
    if (this.#isShown) this.#write('\r\x1b[2K')
    this.#isShown = false
  }
}
