import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { after } from 'node:test'
import { fileURLToPath } from 'node:url'

const bin = fileURLToPath(new URL('../bin.mjs', import.meta.url))

export interface BrainResult {
  readonly exitCode: number | null
  readonly out: string
  readonly note: string
}

export interface BrainOptions {
  readonly env?: Record<string, string>
  readonly cwd?: string
  /** The Node that runs bin.mjs; this one unless told. */
  readonly node?: string
}

/** A `brain` that runs. */
export interface RunningBrain {
  readonly process: ChildProcess
  readonly ended: Promise<BrainResult>
  /** Waits until its standard output matches. @throws Error with everything it said when it ends before */
  until(pattern: RegExp): Promise<RegExpExecArray>
}

/** Runs a command line and waits for its end. Settings of whoever runs the tests do not reach it. */
export const brain = (args: readonly string[], options: BrainOptions = {}): Promise<BrainResult> =>
  spawnBrain(args, options).ended

export function spawnBrain(args: readonly string[], options: BrainOptions = {}): RunningBrain {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(BRAIN_|DATABASE_|NODE_TEST_CONTEXT|FORCE_COLOR|NO_COLOR)/.test(name),
  )
  const child = spawn(options.node ?? process.execPath, [bin, ...args], {
    cwd: options.cwd,
    env: { ...Object.fromEntries(inherited), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A test that fails must not leave a server behind, which would keep the whole run from ending.
  after(() => child.kill('SIGKILL'))
  let out = ''
  let note = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (note += chunk.toString()))
  const ended = new Promise<BrainResult>((resolve) => child.once('close', (exitCode) => resolve({ exitCode, out, note })))
  return {
    process: child,
    ended,
    async until(pattern) {
      let hasEnded = false
      void ended.then(() => (hasEnded = true))
      for (;;) {
        const found = pattern.exec(out)
        if (found) return found
        if (hasEnded) throw new Error(`brain ${args.join(' ')} ended before it said ${pattern}:\n${out}\n${note}`)
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
  }
}

/** A folder that is gone at the end. Call it in a test or at the top of the file: what a hook makes goes with the hook. */
export async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'brain-cli-'))
  after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A Node on this machine that is too old for the product, or undefined. */
export function findOldNode(): string | undefined {
  const candidates = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node'))
  return [...candidates, '/usr/bin/node', '/usr/local/bin/node'].find((path) => {
    if (!existsSync(path)) return false
    const version = execFileSync(path, ['--version'], { encoding: 'utf8' })
    return Number.parseInt(version.slice(1), 10) < 26
  })
}
