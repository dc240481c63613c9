import { readConfig } from '@brain-ai/server/config'
import { migrateDatabase } from '@brain-ai/server/ops'
import { command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'

export const migrate = command({
  name: 'migrate',
  summary: 'Bring the database to the schema of this program',
  usage: '[--dry-run]',
  description: 'The start does the same; this is for those who want to do it, or look at it, beforehand.',
  args: {
    'dry-run': { type: 'boolean', default: false, description: 'Say what would be applied and change nothing' },
    'data-dir': { type: 'string', valueHint: 'folder', description: 'Where everything is kept (BRAIN_DATA_DIR)' },
  },
  examples: [
    ['migrate --dry-run', 'what an upgrade will do to the embedded database in ./brain-data'],
    ['migrate', 'the same with DATABASE_URL set does it on that server'],
  ],
  exitCodes: {
    0: 'the database is up to date, or the dry run has looked',
    2: 'the configuration is wrong, or an applied migration was changed',
    3: 'a running server uses the data directory',
    4: 'the database does not answer',
  },
  async run(args, terminal) {
    const dryRun = args['dry-run']
    const dataDir = args['data-dir']
    const config = readConfig({ ...process.env, ...(dataDir !== undefined && { BRAIN_DATA_DIR: dataDir }) })
    const { applied } = await migrateDatabase(config, { dryRun })
    if (applied === undefined) terminal.out('There is no database yet; the first start makes it and applies everything.')
    else if (applied.length === 0) terminal.out('The database is up to date.')
    else terminal.out([dryRun ? 'Would be applied:' : 'Applied:', ...applied.map((name) => `  ${name}`)].join('\n'))
    return exitCodes.ok
  },
})
