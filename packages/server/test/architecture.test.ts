import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'

const source = fileURLToPath(new URL('../src', import.meta.url))
const packageFile = JSON.parse(readFileSync(resolve(source, '../package.json'), 'utf8')) as { imports: Record<string, string> }

/** The features in the order they may know each other: each imports earlier ones only. */
const order = [
  'workspaces',
  'audit',
  'costs',
  'models',
  'experiments',
  'personalization',
  'documents',
  'retrieval',
  'agents',
  'answers',
  'feedback',
  'graph',
  'integrations',
  'retention',
  'ops',
]
/** The files that may name every feature. */
const wiring = ['wiring.ts', 'run-app.ts', 'answer-from-files.ts']

interface Import {
  readonly file: string
  readonly specifier: string
}

const files = globSync('**/*.ts', { cwd: source }).map((file) => file.replaceAll('\\', '/'))
const imports = files.flatMap(listImports)

function listImports(file: string): Import[] {
  const path = resolve(source, file)
  const text = readFileSync(path, 'utf8')
  const { module } = parseSync(path, text)
  const found: Import[] = []
  const add = (specifier: string) => void found.push({ file, specifier })
  for (const { moduleRequest } of module.staticImports) add(moduleRequest.value)
  for (const { entries } of module.staticExports)
    for (const { moduleRequest } of entries) if (moduleRequest) add(moduleRequest.value)
  for (const { moduleRequest } of module.dynamicImports) {
    const written = text.slice(moduleRequest.start, moduleRequest.end)
    if (/^['"]/.test(written)) add(written.slice(1, -1))
  }
  return found
}

const featureOf = (file: string): string | undefined => /^features\/([^/]+)\//.exec(file)?.[1]

/** The file inside src that an import leads to, or undefined for packages. */
function target({ file, specifier }: Import): string | undefined {
  if (specifier.startsWith('.')) return relative(source, resolve(source, dirname(file), specifier)).replaceAll('\\', '/')
  if (!specifier.startsWith('#')) return undefined
  const engine = /^#platform\/([^/]+)$/.exec(specifier)?.[1]
  const door = engine ? `./src/platform/${engine}/index.ts` : packageFile.imports[specifier]
  return door?.replace('./src/', '') ?? specifier
}

const complaint = (rule: string, broken: readonly Import[]) =>
  `${rule}\n${broken.map(({ file, specifier }) => `  ${file} → ${specifier}`).join('\n')}`

test('the source is there to be checked', () => {
  assert.ok(files.length > 60, `only ${files.length} files were found`)
  assert.ok(imports.length > 200, `only ${imports.length} imports were found`)
})

test('every feature has its place in the order', () => {
  const unknown = files.map(featureOf).filter((feature) => feature !== undefined && !order.includes(feature))
  assert.deepEqual([...new Set(unknown)], [])
})

test('a feature imports only earlier features', () => {
  const broken = imports.filter((one) => {
    const from = featureOf(one.file)
    const to = featureOf(target(one) ?? '')
    return from && to && from !== to && order.indexOf(to) >= order.indexOf(from)
  })
  assert.equal(broken.length, 0, complaint('These imports go against the order of features:', broken))
})

test('features and engines are entered by their door only', () => {
  const broken = imports.filter((one) => {
    const to = target(one)
    if (!to || !/^(features|platform)\//.test(to)) return false
    const [kind, name] = to.split('/')
    const isInside = one.file.startsWith(`${kind}/${name}/`)
    return isInside ? one.specifier.startsWith('#') : !one.specifier.startsWith('#') || !to.endsWith(`${kind}/${name}/index.ts`)
  })
  assert.equal(broken.length, 0, complaint('These imports go around a door:', broken))
})

test('the platform knows no feature, and only wiring names them all', () => {
  const broken = imports.filter((one) => {
    const to = target(one)
    return to?.startsWith('features/') && !featureOf(one.file) && !wiring.includes(one.file)
  })
  assert.equal(broken.length, 0, complaint('Features are named outside of wiring:', broken))
})

test('nobody but the entry points reads the environment', () => {
  const readers = files.filter(
    (file) => !file.endsWith('.test.ts') && readFileSync(resolve(source, file), 'utf8').includes('process.env'),
  )
  assert.deepEqual(
    readers.filter((file) => file !== 'main.ts'),
    [],
  )
})

test('no import leads in a circle', () => {
  const edges = new Map<string, string[]>()
  for (const one of imports) {
    const to = target(one)
    if (to && files.includes(to)) edges.set(one.file, [...(edges.get(one.file) ?? []), to])
  }
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    assert.ok(!path.includes(file), `A circle: ${[...path.slice(path.indexOf(file)), file].join(' → ')}`)
    if (done.has(file)) return
    for (const next of edges.get(file) ?? []) visit(next, [...path, file])
    done.add(file)
  }
  for (const file of files) visit(file, [])
})
