import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DoctorFacts, OpenDatabaseFacts } from './facts/doctor-facts.ts'
import { inspectFacts } from './run-doctor.ts'

const healthyDatabase: OpenDatabaseFacts = {
  engine: 'native',
  serverVersion: '16.4',
  login: 'brain',
  roles: ['brain_app', 'brain_system'].map((name) => ({
    name,
    isSuperuser: false,
    bypassesRowSecurity: false,
    canBeTaken: true,
  })),
  tenantTables: ['brain_documents', 'passages'].map((name) => ({ name, isEnabled: true, isForced: true, policies: 1 })),
  migrations: { pending: [], problem: undefined },
  extensions: ['plpgsql', 'pg_trgm', 'btree_gin', 'vector'],
  clockAheadMs: 12,
  isSetUp: true,
  sealedKeys: { total: 3, lost: 0 },
}

const healthy: DoctorFacts = {
  nodeVersion: '26.10.0',
  configurationProblems: [],
  settings: 19,
  secretKey: undefined,
  dataDirectory: { path: '/data', kind: 'directory', isWritable: true, freeBytes: 50e9 },
  port: { port: 7400, host: '127.0.0.1', state: 'free' },
  database: { state: 'open', ...healthyDatabase },
  mail: { state: 'reached', host: 'mail.example.com:587' },
}

const withDatabase = (change: Partial<OpenDatabaseFacts>): DoctorFacts => ({
  ...healthy,
  database: { state: 'open', ...healthyDatabase, ...change },
})
const [app, system] = healthyDatabase.roles
const [documents, passages] = healthyDatabase.tenantTables

/** Each fault with the one check that must notice it, how bad it is, and words that its finding or fix must hold. */
const faults: [fault: string, facts: DoctorFacts, check: string, level: 'warn' | 'fail', words: RegExp][] = [
  [
    'a wrong setting',
    { ...healthy, configurationProblems: ['BRAIN_PORT expected number'] },
    'configuration',
    'fail',
    /BRAIN_PORT/,
  ],
  ['an old Node', { ...healthy, nodeVersion: '20.19.1' }, 'node', 'fail', /20\.19\.1/],
  ['an untested Node', { ...healthy, nodeVersion: '27.0.0' }, 'node', 'warn', /27\.0\.0/],
  ['a data directory of somebody else', directory({ isWritable: false }), 'data directory', 'fail', /BRAIN_DATA_DIR/],
  ['a file in its place', directory({ kind: 'not-a-directory' }), 'data directory', 'fail', /not a directory/],
  ['a full disk', directory({ freeBytes: 5e6 }), 'data directory', 'fail', /0\.0 GB/],
  ['a disk that fills up', directory({ freeBytes: 6e8 }), 'data directory', 'warn', /0\.6 GB/],
  ['a foreign program on the port', port({ state: 'taken' }), 'port', 'fail', /another program/],
  ['a port without the right to it', port({ port: 80, state: 'forbidden' }), 'port', 'fail', /80/],
  ['an address of another machine', port({ host: '10.9.9.9', state: 'no-such-address' }), 'port', 'fail', /10\.9\.9\.9/],
  [
    'a server that is not ready',
    port({ state: 'ours', readiness: { isReady: false, text: 'the database does not answer' } }),
    'port',
    'fail',
    /the database does not answer/,
  ],
  [
    'a database that is away',
    {
      ...healthy,
      database: { state: 'unreachable', engine: 'native', code: 'database/unavailable', reason: 'connect ECONNREFUSED' },
    },
    'database',
    'fail',
    /ECONNREFUSED/,
  ],
  [
    'a directory held by nobody who answers',
    { ...healthy, database: { state: 'in-use', pid: 4711 } },
    'database',
    'fail',
    /4711/,
  ],
  ['a missing role', withDatabase({ roles: [app!] }), 'roles', 'fail', /brain_system missing/],
  [
    'a superuser role',
    withDatabase({ roles: [{ ...app!, isSuperuser: true }, system!] }),
    'roles',
    'fail',
    /ALTER ROLE brain_app/,
  ],
  [
    'a role above the rules',
    withDatabase({ roles: [app!, { ...system!, bypassesRowSecurity: true }] }),
    'roles',
    'fail',
    /bypass/,
  ],
  [
    'a role that is not granted',
    withDatabase({ roles: [{ ...app!, canBeTaken: false }, system!] }),
    'roles',
    'fail',
    /GRANT brain_app/,
  ],
  [
    'row security off',
    withDatabase({ tenantTables: [{ ...documents!, isEnabled: false }, passages!] }),
    'row security',
    'fail',
    /brain_documents: not enabled/,
  ],
  [
    'row security not forced',
    withDatabase({ tenantTables: [documents!, { ...passages!, isForced: false }] }),
    'row security',
    'fail',
    /passages: not forced/,
  ],
  [
    'a table without a policy',
    withDatabase({ tenantTables: [{ ...documents!, policies: 0 }] }),
    'row security',
    'fail',
    /no policy/,
  ],
  [
    'pending migrations',
    withDatabase({ migrations: { pending: ['0009-more.sql'], problem: undefined } }),
    'migrations',
    'warn',
    /0009-more/,
  ],
  [
    'a changed migration',
    withDatabase({ migrations: { pending: [], problem: 'The migration 0002 was changed.' } }),
    'migrations',
    'fail',
    /0002/,
  ],
  ['no trigrams', withDatabase({ extensions: ['btree_gin', 'vector'] }), 'extensions', 'fail', /CREATE EXTENSION pg_trgm/],
  ['no vectors', withDatabase({ extensions: ['pg_trgm', 'btree_gin'] }), 'extensions', 'warn', /searching by words only/],
  ['a clock that is off', withDatabase({ clockAheadMs: -5_000 }), 'clock', 'warn', /5\.0 s behind/],
  ['a clock that is far off', withDatabase({ clockAheadMs: 90_000 }), 'clock', 'fail', /90\.0 s ahead/],
  ['a key one can guess', { ...healthy, secretKey: 'a'.repeat(40) }, 'secret key', 'warn', /BRAIN_SECRET_KEY/],
  ['a key out of a manual', { ...healthy, secretKey: 'change-me-change-me-change-me-0123456789' }, 'secret key', 'warn', /guess/],
  [
    'keys that no secret opens',
    withDatabase({ sealedKeys: { total: 3, lost: 2 } }),
    'model keys',
    'fail',
    /BRAIN_SECRET_KEY_OLD/,
  ],
  ['no owner yet', withDatabase({ isSetUp: false }), 'owner', 'warn', /Nobody owns/],
  [
    'a mail server that lets nobody in',
    {
      ...healthy,
      mail: { state: 'refused', host: 'mail.example.com:587', failure: 'The mail server refused the sign-in: 535 no' },
    },
    'mail',
    'warn',
    /mail\.example\.com:587: The mail server refused the sign-in: 535 no.*SMTP_URL/,
  ],
]

test('the doctor stays silent on a healthy installation', () => {
  assert.deepEqual(
    inspectFacts(healthy).filter(({ level }) => level !== 'ok'),
    [],
  )
})

for (const [fault, facts, check, level, words] of faults)
  test(`the doctor notices ${fault}, and blames nothing else`, () => {
    const findings = inspectFacts(facts).filter((result) => result.level === 'warn' || result.level === 'fail')
    assert.deepEqual(
      findings.map((finding) => [finding.name, finding.level]),
      [[check, level]],
    )
    assert.match(`${findings[0]?.found} ${findings[0]?.fix}`, words)
    assert.ok(findings[0]?.cause)
  })

test('every check has at least one fault here that it must notice', () => {
  assert.deepEqual(
    inspectFacts(healthy).map(({ name }) => name),
    [...new Set(faults.map(([, , check]) => check))],
  )
})

test('the doctor lets a running server speak for the database it holds', () => {
  const running = { port: 7400, host: '127.0.0.1', state: 'ours', readiness: { isReady: true, text: 'ok' } } as const
  const results = inspectFacts({ ...healthy, port: running, database: { state: 'in-use', pid: 4711 } })
  assert.equal(results.find(({ name }) => name === 'database')?.level, 'ok')
  assert.equal(results.find(({ name }) => name === 'row security')?.level, 'skip')
})

test('the doctor is content without a mail server, and says where mails go', () => {
  const result = inspectFacts({ ...healthy, mail: { state: 'no-server' } }).find(({ name }) => name === 'mail')
  assert.equal(result?.level, 'ok')
  assert.match(result?.found ?? '', /kept in the outbox/)
})

function directory(change: Partial<NonNullable<DoctorFacts['dataDirectory']>>): DoctorFacts {
  return { ...healthy, dataDirectory: { ...healthy.dataDirectory!, ...change } }
}

function port(change: Partial<NonNullable<DoctorFacts['port']>>): DoctorFacts {
  return { ...healthy, port: { ...healthy.port!, ...change } }
}
