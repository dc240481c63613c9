import { contract } from '@brain-ai/contract'
import { type Client, createClient } from '@brain-ai/sdk'
import { type ServerProcess, startServerProcess } from './server-process.ts'
import { makeTemporaryDirectory } from './temporary-directory.ts'

const owner = { email: 'owner@example.com', password: 'correct horse battery' }

/** A server in a process of its own, with an owner, that a test ends and starts again over the same data. */
export class OwnedServer {
  readonly #env: Record<string, string>
  #process: ServerProcess

  private constructor(env: Record<string, string>, process: ServerProcess) {
    this.#env = env
    this.#process = process
  }

  /** @param database of its own; undefined: the embedded one */
  static async start(
    purpose: string,
    database: { readonly url: string } | undefined,
    more: Record<string, string> = {},
  ): Promise<OwnedServer> {
    const env = {
      ...more,
      BRAIN_DATA_DIR: makeTemporaryDirectory(purpose),
      BRAIN_OWNER_EMAIL: owner.email,
      BRAIN_OWNER_PASSWORD: owner.password,
      BRAIN_WORKSPACE: 'acme',
      ...(database && { DATABASE_URL: database.url }),
    }
    return new OwnedServer(env, await startServerProcess(env))
  }

  /** @returns the exit code of the process before, null after a kill */
  async startAgain(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const code = await this.#process.end(signal)
    this.#process = await startServerProcess(this.#env)
    return code
  }

  async kill(): Promise<void> {
    await this.#process.end('SIGKILL')
  }

  /** A client of the owner; the address is another one after each start. */
  async signIn(): Promise<Client> {
    const baseUrl = this.#process.url
    const { token } = await createClient({ baseUrl }).call(contract.auth.signIn, { body: owner })
    return createClient({ baseUrl, token })
  }
}
