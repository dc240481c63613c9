import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readConfig } from '@brain-ai/server/config'
import { createLog, prepareDatabaseTemplate, startServer } from '@brain-ai/server/start'
import { command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { describeStart } from '../start/describe-start.ts'
import { explainListenError } from '../start/explain-listen-error.ts'
import { readableLines } from '../start/readable-lines.ts'
import { waitForStop } from '../start/wait-for-stop.ts'

const buildScript = new URL('../../../../scripts/build-web.ts', import.meta.url)
const webAppDir = fileURLToPath(new URL('../../../web/dist', import.meta.url))

export const start = command({
  name: 'start',
  summary: 'Start the server and the web app',
  usage: '[options]',
  description:
    'Everything is set by environment variables (docs/configuration.md); the options here go before them.\n' +
    'The log goes to the standard error: one JSON object a line, or short lines at a terminal.',
  args: {
    port: { type: 'string', valueHint: 'number', description: 'Port to listen on, 0 for a free one (BRAIN_PORT)' },
    host: { type: 'string', valueHint: 'address', description: 'Address to listen on, 0.0.0.0 for all (BRAIN_HOST)' },
    'data-dir': { type: 'string', valueHint: 'folder', description: 'Where everything is kept (BRAIN_DATA_DIR)' },
    build: { type: 'boolean', default: true, description: 'Do not look whether the web app has to be built' },
  },
  examples: [
    ['start', 'here, on port 7400, with the data in ./brain-data'],
    ['start --port 8080 --host 0.0.0.0 --data-dir /srv/brain', 'for other machines, with the data elsewhere'],
  ],
  exitCodes: {
    0: 'stopped by Ctrl+C or SIGTERM',
    2: 'the configuration is wrong; every fault is named',
    3: 'another process uses the data directory',
    4: 'the database does not answer, or the port is taken',
  },
  async run(args, terminal) {
    const config = readConfig({
      ...process.env,
      ...(args.port !== undefined && { BRAIN_PORT: args.port }),
      ...(args.host !== undefined && { BRAIN_HOST: args.host }),
      ...(args['data-dir'] !== undefined && { BRAIN_DATA_DIR: args['data-dir'] }),
    })
    // Listening begins before the server does, so that Ctrl+C during a slow start stops it cleanly too.
    using stop = waitForStop()
    // A release or an image comes with the web app and without what builds it.
    if (args.build && existsSync(buildScript)) {
      const usesEmbedded = config.database.url === undefined
      await Promise.all([buildWebApp(), usesEmbedded && prepareDatabaseTemplate(config.dataDir)])
    }

    // At a terminal somebody reads along, whom warnings concern; the rest is for programs that collect logs.
    const level = terminal.isWatched && !process.env.BRAIN_LOG_LEVEL ? 'warn' : config.logLevel
    const log = createLog(level, terminal.isWatched ? readableLines(process.stderr) : process.stderr)
    const hasWebApp = existsSync(webAppDir)
    const server = await startServer(config, { log, webAppDir: hasWebApp ? webAppDir : undefined }).catch((error: unknown) => {
      throw explainListenError(error)
    })
    const { url, setupLink, engine } = server
    terminal.out(describeStart({ url, setupLink, engine, dataDir: config.dataDir, hasWebApp }, terminal))
    await stop.requested
    terminal.note('Stopping …')
    await server.stop()
    return exitCodes.ok
  },
})

async function buildWebApp(): Promise<void> {
  const { buildWebIfChanged } = (await import(buildScript.href)) as { buildWebIfChanged: () => Promise<unknown> }
  await buildWebIfChanged()
}
