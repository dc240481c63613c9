import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'

const dist = new URL('../dist/', import.meta.url)
const manifestFile = new URL('.vite/manifest.json', dist)
const budgetBytes = 200_000

interface Chunk {
  file: string
  imports?: string[]
}

/** The files of the chunks named, and of everything they import at once. */
function filesOf(manifest: Record<string, Chunk>, names: readonly string[], found = new Set<string>()): Set<string> {
  for (const name of names) {
    const chunk = manifest[name]
    assert.ok(chunk, `The build has no ${name}: this test measures the wrong thing.`)
    if (found.has(chunk.file)) continue
    found.add(chunk.file)
    filesOf(manifest, chunk.imports ?? [], found)
  }
  return found
}

test('the first screen needs at most 200 kB of JavaScript, compressed', {
  skip: !existsSync(manifestFile) && 'not built',
}, () => {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as Record<string, Chunk>
  const files = filesOf(manifest, ['index.html', 'src/pages/ask/home-page.tsx', 'src/languages/de.json'])
  const sizes = [...files].map((file) => [file, gzipSync(readFileSync(new URL(file, dist)), { level: 6 }).length] as const)
  const total = sizes.reduce((sum, [, size]) => sum + size, 0)
  assert.ok(total > 50_000, `Only ${total} bytes: this test measures the wrong thing.`)
  assert.ok(total <= budgetBytes, `${total} bytes:\n${sizes.map(([file, size]) => `${size} ${file}`).join('\n')}`)
})
