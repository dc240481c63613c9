import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

interface LockedPackage {
  readonly optionalDependencies?: Record<string, string>
  readonly resolved?: string
  readonly license?: string
}

const text = readFileSync(new URL('../../../package-lock.json', import.meta.url), 'utf8')
const { packages } = JSON.parse(text) as { packages: Record<string, LockedPackage> }

/** Looks a dependency up as Node does: in the package itself, then in every folder above it. */
function isLocked(from: string, name: string): boolean {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1))) {
    if (packages[place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`]) return true
    if (!place.includes('node_modules/')) return packages[`node_modules/${name}`] !== undefined
  }
}

test('every optional platform package has its own entry, or a fresh install stops', () => {
  const wanted = Object.entries(packages).flatMap(([place, one]) =>
    Object.keys(one.optionalDependencies ?? {}).map((name) => ({ place, name })),
  )
  assert.ok(wanted.length > 20)
  assert.deepEqual(
    wanted.filter(({ place, name }) => !isLocked(place, name)),
    [],
  )
})

test('the lock file names no host it was made from', () => {
  assert.doesNotMatch(text, /\.tgz"/)
  const downloads = Object.values(packages).filter((one) => one.resolved?.startsWith('http'))
  assert.equal(downloads.length, 0)
})

test('every dependency has a licence we may ship', () => {
  const allowed =
    /^(MIT|MIT-0|0BSD|BSD|BSD-2-Clause|BSD-3-Clause|ISC|Apache-2\.0|MPL-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Python-2\.0|Unlicense|PostgreSQL|WTFPL|Zlib)$/
  const odd = Object.entries(packages)
    .filter(([place]) => place.includes('node_modules/'))
    .filter(
      ([, one]) => one.license && !one.license.split(/ (?:OR|AND) /).some((part) => allowed.test(part.replace(/[()]/g, ''))),
    )
    .map(([place, one]) => `${place}: ${one.license}`)
  assert.deepEqual(odd, [])
})
