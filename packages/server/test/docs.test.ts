import assert from 'node:assert/strict'
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { contract, type RouteSpec } from '@brain-ai/contract'
import { type Setting, settings } from '#config'
import { createMetrics } from '#platform/metrics'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const read = (path: string) => readFileSync(resolve(root, path), 'utf8')

/** The first cells of the rows of all tables in a page, without their code marks. */
function namesInTables(page: string): string[] {
  return [...read(page).matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1]!)
}

test('the page on configuration names every setting with its default, and no other', () => {
  const page = read('docs/configuration.md')
  assert.deepEqual(namesInTables('docs/configuration.md').toSorted(), Object.keys(settings).toSorted())
  for (const [name, { schema }] of Object.entries<Setting>(settings)) {
    const preset = schema.safeParse(undefined).data
    const row = page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))
    assert.ok(row?.endsWith(preset === undefined ? '| – |' : `| \`${preset}\` |`), `${name}: the default is ${preset}`)
  }
})

test('the page on metrics names every metric of ours, and no other', async () => {
  const ours = (await createMetrics().registry.getMetricsAsJSON()).map(({ name }) => name)
  const expected = ours.filter((name) => !name.startsWith('process_') && !name.startsWith('nodejs_'))
  assert.deepEqual(namesInTables('docs/metrics.md').toSorted(), expected.toSorted())
})

test('the page on the database names every table that the migrations make, and no other', () => {
  const made = new Set(['schema_migrations'])
  for (const file of globSync('packages/server/migrations/*.sql', { cwd: root })) {
    for (const [, name] of read(file).matchAll(/^create table (?:if not exists )?(\w+)/gim)) made.add(name!)
    for (const [, name] of read(file).matchAll(/^drop table (?:if exists )?(\w+)/gim)) made.delete(name!)
  }
  const roles = ['brain_app', 'brain_system']
  const named = namesInTables('docs/database.md').filter((name) => !roles.includes(name))
  assert.deepEqual(named.toSorted(), [...made].toSorted())
})

test('the page on commands has a section for every command, and no other', () => {
  const commands = readdirSync(resolve(root, 'packages/cli/src/commands')).map((file) => basename(file, '.ts'))
  const sections = [...read('docs/commands.md').matchAll(/^## `brain (\w+)/gm)].map((match) => match[1]!)
  assert.ok(commands.length > 0)
  assert.deepEqual(sections.toSorted(), commands.toSorted())
})

test('the page on the API names every route with the permission it asks for', () => {
  const page = read('docs/api.md')
  const routes = Object.values(contract).flatMap((feature): RouteSpec[] => Object.values(feature))
  assert.ok(routes.length > 0)
  for (const { method, path, may } of routes) {
    const who = may === 'anyone' ? 'anyone' : may === 'signed-in' ? 'signed in' : `\`${may}\``
    assert.ok(page.includes(`| \`${method} ${path}\` | ${who} |`), `${method} ${path} for ${who} is missing in docs/api.md`)
  }
  assert.equal(namesInTables('docs/api.md').length, routes.length)
})

test('every link between the pages leads somewhere', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md', 'packages/*/*.md'], { cwd: root })
  assert.ok(pages.length > 10)
  for (const page of pages)
    for (const [, target] of read(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)) {
      if (/^[a-z]+:/.test(target!)) continue
      assert.ok(existsSync(resolve(root, dirname(page), target!)), `${page} links to ${target}, which is not there`)
    }
})

test('every decision has its number once, and says context, decision, why and consequences', () => {
  const files = readdirSync(resolve(root, 'docs/decisions')).toSorted()
  const numbers = files.map((file) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]))
  assert.deepEqual(
    numbers,
    files.map((_, i) => i + 1),
  )
  for (const file of files)
    for (const heading of ['Context', 'Decision', 'Why', 'Consequences'])
      assert.ok(read(`docs/decisions/${file}`).includes(`\n## ${heading}\n`), `${file} has no section ${heading}`)
})
