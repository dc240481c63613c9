import type { Command } from './command.ts'

// Loaded when called: `brain ask` should not pay for the HTTP server.
const load: Readonly<Record<string, () => Promise<unknown>>> = {
  start: async () => (await import('./commands/start.ts')).start,
  ask: async () => (await import('./commands/ask.ts')).ask,
  import: async () => (await import('./commands/import.ts')).importCommand,
  eval: async () => (await import('./commands/eval.ts')).evalCommand,
  cache: async () => (await import('./commands/cache.ts')).cacheCommand,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  migrate: async () => (await import('./commands/migrate.ts')).migrate,
}

/** The names of all commands, in the order of the help. */
export const commandNames: readonly string[] = Object.keys(load)

export async function findCommand(name: string): Promise<Command | undefined> {
  return Object.hasOwn(load, name) ? ((await load[name]?.()) as Command) : undefined
}
