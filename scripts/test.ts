import { type ChildProcess, spawn } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPrivatePostgres } from '../packages/server/test/private-postgres.ts'
import { buildWebIfChanged } from './build-web.ts'

// The whole suite: form and types first, then every test on the embedded database, then the journeys again on a private
// PostgreSQL. `npm test -- NAME` runs the test files whose path holds NAME, and leaves form and types out.

const filter = process.argv[2]
const mustHaveServices = process.env.REQUIRE_SERVICES === '1'
const workDir = mkdtempSync(join(tmpdir(), 'brain-suite-'))
const totals = { passed: 0, failed: 0, skipped: 0 }

/** What runs on either engine, as the run says. */
const usesDatabase = /from '\.\/((engine|vector)-)?world\.ts'/

interface Check {
  readonly name: string
  readonly command: readonly [string, ...string[]]
}

const checks: readonly Check[] = [
  { name: 'form (biome)', command: ['biome', 'check', '.'] },
  { name: 'types', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types of the web app', command: ['tsc', '-p', 'packages/web/tsconfig.json'] },
  { name: 'unused code (knip)', command: ['knip'] },
]

process.exitCode = await runSuite().finally(() => rmSync(workDir, { recursive: true, force: true }))

async function runSuite(): Promise<number> {
  if (!filter) for (const step of checks) if (!(await check(step))) totals.failed++
  await buildWebIfChanged()
  const everything = globSync([
    'packages/*/{src,test,e2e,sample}/**/*.test.ts',
    'bench/**/*.test.ts',
    'scripts/**/*.test.ts',
  ]).sort()
  const chosen = filter ? everything.filter((file) => file.includes(filter)) : everything
  if (chosen.length === 0) {
    console.error(`No test file has «${filter}» in its path.`)
    return 1
  }
  await runTests('embedded database', chosen, {})
  const onBoth = chosen.filter(
    (file) => file.startsWith('packages/server/test/') && usesDatabase.test(readFileSync(file, 'utf8')),
  )
  if (onBoth.length > 0) await runOnPostgres(onBoth)
  console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)
  return totals.failed > 0 || totals.passed === 0 ? 1 : 0
}

async function runOnPostgres(files: string[]): Promise<void> {
  const postgres = await startPrivatePostgres()
  if (!postgres) {
    console.log(`\nSKIPPED: ${files.length} test files on PostgreSQL, as no PostgreSQL server is installed here.`)
    if (mustHaveServices) totals.failed++
    else totals.skipped += files.length
    return
  }
  await runTests('PostgreSQL', files, { TEST_DATABASE_URL: postgres.url }).finally(() => postgres.stop())
}

async function runTests(engine: string, files: string[], env: Record<string, string>): Promise<void> {
  console.log(`\n── ${files.length} test files, ${engine} ──`)
  const tap = join(workDir, `${engine}.tap`.replaceAll(' ', '-'))
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${tap}`,
  ]
  const exitCode = await run('node', ['--test', '--test-concurrency=2', ...reporters, ...files], env)
  const summary = readFileSync(tap, 'utf8')
  const count = (name: string) => Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(summary)?.[1] ?? 0)
  const failed = count('fail') + count('cancelled')
  totals.passed += count('pass')
  totals.failed += failed === 0 && exitCode !== 0 ? 1 : failed
  totals.skipped += count('skipped')
  if (mustHaveServices && count('skipped') > 0) {
    console.log(`${count('skipped')} tests were skipped although every service must be there.`)
    totals.failed++
  }
}

async function check({ name, command: [program, ...args] }: Check): Promise<boolean> {
  const exitCode = await run(program, args, {})
  console.log(`${exitCode === 0 ? '✔' : '✖'} ${name}`)
  return exitCode === 0
}

function run(program: string, args: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    // NODE_TEST_CONTEXT would make an inner run report to an outer one instead of to us.
    const { NODE_TEST_CONTEXT: _, ...outer } = process.env
    const child: ChildProcess = spawn(program, args, { stdio: 'inherit', env: { ...outer, ...env } })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
