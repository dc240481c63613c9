import { BrainError } from '@brain-ai/contract'
import { type Config, readConfig, settings } from '#config'
import { clockCheck } from './checks/clock.ts'
import { configurationCheck } from './checks/configuration.ts'
import { dataDirectoryCheck } from './checks/data-directory.ts'
import { databaseCheck } from './checks/database.ts'
import { extensionsCheck } from './checks/extensions.ts'
import { mailCheck } from './checks/mail.ts'
import { migrationsCheck } from './checks/migrations.ts'
import { nodeVersionCheck } from './checks/node-version.ts'
import { ownerCheck } from './checks/owner.ts'
import { portCheck } from './checks/port.ts'
import { rolesCheck } from './checks/roles.ts'
import { rowSecurityCheck } from './checks/row-security.ts'
import { sealedKeysCheck } from './checks/sealed-keys.ts'
import { secretKeyCheck } from './checks/secret-key.ts'
import type { DoctorFacts } from './facts/doctor-facts.ts'
import { gatherDatabaseFacts } from './facts/gather-database-facts.ts'
import { gatherMailFacts } from './facts/gather-mail-facts.ts'
import { gatherDataDirectoryFacts, gatherPortFacts } from './facts/gather-system-facts.ts'
import type { CheckResult, DoctorCheck, DoctorReport } from './report.ts'

/** In the order of the report: what has to be right first stands first. */
const doctorChecks: readonly DoctorCheck[] = [
  configurationCheck,
  nodeVersionCheck,
  dataDirectoryCheck,
  portCheck,
  databaseCheck,
  rolesCheck,
  rowSecurityCheck,
  migrationsCheck,
  extensionsCheck,
  clockCheck,
  secretKeyCheck,
  sealedKeysCheck,
  ownerCheck,
  mailCheck,
]

/**
 * Looks at everything an installation needs, whether or not its server runs, and changes nothing.
 * @param env the environment the server would be started with; faults in it are findings, not errors
 */
export async function runDoctor(env: Readonly<Record<string, string | undefined>>): Promise<DoctorReport> {
  const facts = await gatherFacts(env)
  const checks = inspectFacts(facts)
  const has = (level: string) => checks.some((check) => check.level === level)
  return { level: has('fail') ? 'fail' : has('warn') ? 'warn' : 'ok', checks }
}

/** The verdict of every check, in the order of the report. */
export const inspectFacts = (facts: DoctorFacts): CheckResult[] =>
  doctorChecks.map(({ name, inspect }) => ({ name, ...inspect(facts) }))

async function gatherFacts(env: Readonly<Record<string, string | undefined>>): Promise<DoctorFacts> {
  const { config, problems } = tryConfig(env)
  return {
    nodeVersion: process.versions.node,
    configurationProblems: problems,
    settings: Object.keys(settings).length,
    secretKey: config?.secretKey,
    dataDirectory: config && (await gatherDataDirectoryFacts(config.dataDir)),
    port: config && (await gatherPortFacts(config.host, config.port)),
    database: config && (await gatherDatabaseFacts(config)),
    mail: config && (await gatherMailFacts(config.mail)),
  }
}

function tryConfig(env: Readonly<Record<string, string | undefined>>): {
  config: Config | undefined
  problems: readonly string[]
} {
  try {
    return { config: readConfig(env), problems: [] }
  } catch (error) {
    if (!(error instanceof BrainError)) throw error
    return { config: undefined, problems: (error.details.problems as string[] | undefined) ?? [error.message] }
  }
}
