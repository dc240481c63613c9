import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { readConfig } from '../../server/src/config/read-config.ts'
import { createLog } from '../../server/src/platform/log/create-log.ts'
import { type RunningServer, startServer } from '../../server/src/start.ts'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
)
const webAppDir = fileURLToPath(new URL('../dist', import.meta.url))

/** Why the browser tests cannot run here, or false. Where every service must be there, it is never a reason. */
export const noBrowser =
  executablePath === undefined && process.env.REQUIRE_SERVICES !== '1' ? 'Chromium is not installed' : false

// Chromium looks for its maker's servers at every start; nothing here may leave this machine.
const quiet = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface Screen {
  readonly server: RunningServer
  readonly browser: Browser
  /** Opens a tab of its own, with its own cookies. What it logs as an error, and each request that leaves the origin, is kept. */
  open(path: string, options?: BrowserContextOptions): Promise<{ page: Page; context: BrowserContext; faults: string[] }>
  close(): Promise<void>
}

/** Starts the product on an empty directory, and a browser beside it. */
export async function startScreen(env: Record<string, string> = {}): Promise<Screen> {
  const dataDir = mkdtempSync(join(tmpdir(), 'brain-screen-'))
  const config = readConfig({
    BRAIN_PORT: '0',
    BRAIN_DATA_DIR: dataDir,
    BRAIN_RATE_LIMIT: '0',
    BRAIN_LOG_LEVEL: 'silent',
    ...env,
  })
  const server = await startServer(config, { log: createLog('silent'), webAppDir })
  const browser = await chromium.launch({ executablePath: executablePath!, args: quiet })
  return {
    server,
    browser,
    async open(path, options) {
      const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 }, ...options })
      context.setDefaultTimeout(15_000)
      const page = await context.newPage()
      const faults: string[] = []
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
      page.on('pageerror', (error) => faults.push(String(error)))
      page.on('request', (request) => {
        if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== server.url)
          faults.push(`left the origin: ${request.url()}`)
      })
      await page.goto(server.url + path)
      return { page, context, faults }
    },
    async close() {
      await browser.close()
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * Waits until an expression is true in the page. Playwright's own way evaluates text inside the page, which its content security
 * policy forbids.
 */
export async function until(page: Page, expression: string, timeoutMs = 60_000): Promise<void> {
  const deadline = Date.now() + timeoutMs
  while (!(await page.evaluate<boolean>(expression))) {
    if (Date.now() > deadline) throw new Error(`This did not become true in ${timeoutMs} ms: ${expression}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
