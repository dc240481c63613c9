import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { BrainError } from '@brain-ai/contract'
import { sql } from 'kysely'
import { onEachEngine, onPostgres } from '../../../test/each-engine.ts'
import type { Database } from './database.ts'
import type { WorkspaceDb } from './transaction.ts'

const ours = '00000000-0000-4000-8000-000000000001'
const theirs = '00000000-0000-4000-8000-000000000002'

const tenantTable = `
  create table test_notes (workspace_id uuid not null, id uuid primary key default gen_random_uuid(), text text not null);
  alter table test_notes enable row level security;
  alter table test_notes force row level security;
  create policy tenant on test_notes to brain_app
    using (workspace_id = current_workspace_id()) with check (workspace_id = current_workspace_id());
  grant select, insert, update, delete on test_notes to brain_app;
  grant select on test_notes to brain_system;`

const addNote = (db: WorkspaceDb, text: string, workspaceId = db.workspaceId) =>
  sql`insert into test_notes (workspace_id, text) values (${workspaceId}, ${text})`.execute(db.query)

// On purpose without a predicate: the policy alone has to hold.
async function listNotes(db: Pick<WorkspaceDb, 'query'>): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`select text from test_notes order by text`.execute(db.query)
  return rows.map(({ text }) => text)
}

async function readValue<T>(db: Pick<WorkspaceDb, 'query'>, expression: string): Promise<T> {
  const { rows } = await sql<{ value: T }>`select ${sql.raw(expression)} as value`.execute(db.query)
  return rows[0]!.value
}

const isUnavailable = (error: unknown) => error instanceof BrainError && error.code === 'database/unavailable'

onEachEngine((engine) => {
  let database: Database
  before(async () => {
    database = engine.database
    await database.pool.query(tenantTable)
    await database.transact(ours, (db) => addNote(db, 'ours'))
    await database.transact(theirs, (db) => addNote(db, 'theirs'))
  })

  test('a transaction sees the rows of its workspace only', async () => {
    assert.deepEqual(await database.transact(ours, listNotes), ['ours'])
    assert.deepEqual(await database.transact(theirs, listNotes), ['theirs'])
  })

  test('a transaction that only reads refuses to write, and leaves its connection as it was', async () => {
    const read = (work: (db: WorkspaceDb) => Promise<unknown>) => database.transact(ours, work, { isReadOnly: true })
    assert.deepEqual(await read(listNotes), ['ours'])
    await assert.rejects(
      read((db) => addNote(db, 'too much')),
      isUnavailable,
    )
    assert.deepEqual(await Promise.all(Array.from({ length: 40 }, () => read(listNotes))), new Array(40).fill(['ours']))
    await database.transact(ours, async (db) => {
      await addNote(db, 'for a moment')
      assert.deepEqual(await listNotes(db), ['for a moment', 'ours'])
      await sql`delete from test_notes where text = 'for a moment'`.execute(db.query)
    })
    assert.deepEqual(await database.asSystem(listNotes), [])
  })

  test('a workspace without rows sees none', async () => {
    assert.deepEqual(await database.transact(crypto.randomUUID(), listNotes), [])
  })

  test('the system role sees no tenant row where no policy admits it', async () => {
    assert.deepEqual(await database.asSystem(listNotes), [])
  })

  test('the app role without a workspace sees nothing, also on a connection that has served one', async () => {
    const client = await database.connect()
    try {
      await client.query(`begin; set local role brain_app`)
      const { rows } = await client.query('select text from test_notes')
      assert.deepEqual(rows, [])
    } finally {
      await client.query('rollback')
      client.release()
    }
  })

  test('a row for another workspace is refused, and a change of its rows finds none', async () => {
    await assert.rejects(
      database.transact(ours, (db) => addNote(db, 'smuggled', theirs)),
      /row-level security/,
    )
    const { numAffectedRows } = await database.transact(ours, (db) =>
      sql`update test_notes set text = 'changed' where workspace_id = ${theirs}`.execute(db.query),
    )
    assert.equal(numAffectedRows, 0n)
  })

  test('a thousand transactions in turn never carry a workspace over', async () => {
    const owners = Array.from({ length: 1000 }, (_, index) => (index % 3 === 0 ? theirs : ours))
    const failure = new Error('on purpose')
    const work = owners.map(async (owner, index) => {
      const seen = await database
        .transact(owner, async (db) => {
          const notes = await listNotes(db)
          if (index % 10 === 0) throw failure
          return notes
        })
        .catch((error) => assert.equal(error, failure))
      if (index % 10 !== 0) assert.deepEqual(seen, [owner === ours ? 'ours' : 'theirs'])
    })
    await Promise.all(work)
  })

  test('what throws leaves no trace', async () => {
    await assert.rejects(
      database.transact(ours, async (db) => {
        await addNote(db, 'never')
        throw new Error('changed my mind')
      }),
      /changed my mind/,
    )
    assert.deepEqual(await database.transact(ours, listNotes), ['ours'])
  })

  test('a transaction of one statement is committed with it, and undone where it fails', async () => {
    const once = { isSingle: true }
    await database.transact(ours, (db) => addNote(db, 'at once'), once)
    assert.deepEqual(await database.transact(ours, listNotes, { ...once, isReadOnly: true }), ['at once', 'ours'])
    await assert.rejects(
      database.transact(ours, (db) => addNote(db, 'smuggled', theirs), once),
      /row-level security/,
    )
    const removeTwice = async (db: WorkspaceDb) => {
      await sql`delete from test_notes where text = 'at once'`.execute(db.query)
      await sql`delete from test_notes`.execute(db.query)
    }
    await assert.rejects(database.transact(ours, removeTwice, once), /has ended/)
    assert.deepEqual(await database.transact(ours, listNotes, once), ['ours'])
    assert.deepEqual(await database.asSystem(listNotes, once), [])
  })

  test('callbacks run after the commit in their order, and not after a rollback', async () => {
    const calls: string[] = []
    await database.transact(ours, async (db) => {
      db.afterCommit(() => calls.push('first'))
      db.afterCommit(() => calls.push('second'))
      await listNotes(db)
      assert.deepEqual(calls, [])
    })
    assert.deepEqual(calls, ['first', 'second'])
    const rolledBack = database.asSystem(async (db) => {
      db.afterCommit(() => calls.push('never'))
      throw new Error('no')
    })
    await assert.rejects(rolledBack, /no/)
    assert.deepEqual(calls, ['first', 'second'])
  })

  test('a transaction inside a transaction is refused at once instead of waiting for itself', async () => {
    const startedAt = performance.now()
    const inside = (open: () => Promise<unknown>) => database.transact(ours, () => open())
    await assert.rejects(
      inside(() => database.transact(ours, listNotes)),
      /already open/,
    )
    await assert.rejects(
      inside(() => database.asSystem(listNotes)),
      /already open/,
    )
    await assert.rejects(
      inside(() => database.pool.query('select 1')),
      /already open/,
    )
    assert.ok(performance.now() - startedAt < 1000)
  })

  test('what a transaction started may open one of its own once it is over', async () => {
    let later: Promise<string[]> | undefined
    await database.transact(ours, async () => {
      later = new Promise((resolve) => setTimeout(resolve, 50)).then(() => database.transact(theirs, listNotes))
    })
    assert.deepEqual(await later, ['theirs'])
  })

  test('a query that outlives its transaction is refused', async () => {
    let escaped: WorkspaceDb | undefined
    await database.transact(ours, async (db) => {
      escaped = db
    })
    await assert.rejects(listNotes(escaped!), /has ended/)
  })

  test('an error that the work swallows cannot pass for a commit', async () => {
    const work = database.transact(ours, async (db) => {
      await addNote(db, 'lost')
      await sql`select 1 / 0`.execute(db.query).catch(() => {})
    })
    await assert.rejects(work, /rolled back/)
    assert.deepEqual(await database.transact(ours, listNotes), ['ours'])
  })

  test('queries may be started together', async () => {
    const numbers = await database.asSystem((db) => Promise.all([1, 2, 3].map((n) => readValue<number>(db, `${n}`))))
    assert.deepEqual(numbers, [1, 2, 3])
  })

  test('a broken rule of the schema comes through with its SQLSTATE and constraint', async () => {
    const error = await database.pool
      .query(`insert into users (id, name, email) values ('1', 'A', 'a'), ('2', 'B', 'a')`)
      .catch((e) => e)
    assert.deepEqual([error.code, error.constraint], ['23505', 'users_email_key'])
  })

  test('values arrive the same on both engines', async () => {
    await database.asSystem(async (db) => {
      assert.equal(await readValue(db, 'count(*)'), 1)
      assert.deepEqual(await readValue(db, 'array[1, null, 9007199254740991]::int8[]'), [1, null, 9007199254740991])
      assert.equal(await readValue(db, `'2026-03-29'::date`), '2026-03-29')
      assert.equal(await readValue(db, '1.10::numeric'), '1.10')
      assert.deepEqual(await readValue(db, `timestamptz '2026-03-29 12:00+02'`), new Date('2026-03-29T10:00:00Z'))
      assert.equal(await readValue(db, `date_trunc('day', timestamptz '2026-03-29 23:30+00')::text`), '2026-03-29 00:00:00+00')
      assert.deepEqual(await readValue(db, `'\\x00ff'::bytea`), Buffer.from([0, 255]))
    })
  })

  test('an integer too large for JavaScript is an error, not another number', async () => {
    await assert.rejects(
      database.asSystem((db) => readValue(db, '9007199254740993')),
      RangeError,
    )
    assert.deepEqual(await database.transact(ours, listNotes), ['ours'])
  })

  test('large values go both ways', async () => {
    const text = 'ä'.repeat(1_000_000)
    const { rows } = await database.asSystem((db) =>
      sql<{ value: string }>`select ${text}::text || 'x' as value`.execute(db.query),
    )
    assert.equal(rows[0]!.value, `${text}x`)
  })

  test('a statement that takes too long is stopped, and the database goes on', { timeout: 20_000 }, async () => {
    // A loop the planner cannot shorten; hours on any machine.
    const endless = 'count(*) from generate_series(1, 1000000) a, generate_series(1, 1000000) b where a # b = -1 group by 1 = 1'
    const work = database.asSystem((db) => sql`select ${sql.raw(endless)}`.execute(db.query), { statementTimeoutMs: 500 })
    await assert.rejects(work, isUnavailable)
    assert.deepEqual(await database.transact(ours, listNotes), ['ours'])
  })

  test('a notification reaches who listens, once it is committed', async () => {
    const received = Promise.withResolvers<string>()
    await using _listening = await database.listen('test_channel', received.resolve)
    await database.asSystem((db) => sql`select pg_notify('test_channel', 'news')`.execute(db.query))
    assert.equal(await received.promise, 'news')
  })

  test('the numbers of connections add up', async () => {
    const idle = database.stats()
    const busy = await database.transact(ours, async () => database.stats())
    assert.equal(idle.used, 0)
    assert.equal(busy.used, 1)
    assert.equal(busy.max, engine.kind === 'embedded' ? 1 : 5)
  })
})

onPostgres((engine) => {
  test('of two transactions that lock each other out, one is repeated and both succeed', async () => {
    const { database } = engine
    await database.pool.query(`${tenantTable}; grant insert, update on test_notes to brain_system;
      create policy system on test_notes to brain_system using (true) with check (true)`)
    await database.transact(ours, (db) => addNote(db, 'a'))
    await database.transact(ours, (db) => addNote(db, 'b'))
    let attempts = 0
    let arrived = 0
    const bothHoldOne = Promise.withResolvers<void>()
    const lockInOrder = (first: string, second: string) =>
      database.transact(ours, async (db) => {
        attempts++
        await sql`update test_notes set text = text where text = ${first}`.execute(db.query)
        if (++arrived === 2) bothHoldOne.resolve()
        await bothHoldOne.promise
        await sql`update test_notes set text = text where text = ${second}`.execute(db.query)
      })
    await Promise.all([lockInOrder('a', 'b'), lockInOrder('b', 'a')])
    assert.equal(attempts, 3)
  })
})
