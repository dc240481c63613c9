import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

/** Another process of the product, as the tests talk to it: line by line. */
export interface TestProcess {
  readonly pid: number
  /** Every line so far. */
  readonly lines: readonly string[]
  /** The next line that fits. @throws when the process ends before */
  waitFor(pattern: RegExp): Promise<string>
  say(line: string): void
  /** Waits until it has ended, by itself or by a kill; gives the signal that ended it. */
  ended: Promise<NodeJS.Signals | null>
  kill(): Promise<void>
}

const scripts = {
  'end-at-statement': new URL('./end-at-statement.ts', import.meta.url),
  'hold-data-directory': new URL('./hold-data-directory.ts', import.meta.url),
  'insert-rows': new URL('./insert-rows.ts', import.meta.url),
}

/** Starts a script of this folder; whatever is left of it goes with the test file. */
export function startProcess(script: keyof typeof scripts, ...args: string[]): TestProcess {
  const child: ChildProcess = spawn(process.execPath, [fileURLToPath(scripts[script]), ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  let read = 0
  let wake = Promise.withResolvers<void>()
  const news = () => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  let hasEnded = false
  createInterface({ input: child.stdout! })
    .on('line', (line) => {
      lines.push(line)
      news()
    })
    .on('close', () => {
      hasEnded = true
      news()
    })
  const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null)
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  after(kill)
  return {
    pid: child.pid!,
    lines,
    async waitFor(pattern) {
      for (;;) {
        while (read < lines.length) {
          const line = lines[read++]!
          if (pattern.test(line)) return line
        }
        if (hasEnded) throw new Error(`${script} ended before it said ${pattern}; it said: ${lines.slice(-3).join(' | ')}`)
        await wake.promise
      }
    },
    ended,
    say: (line) => void child.stdin!.write(`${line}\n`),
    kill,
  }
}
