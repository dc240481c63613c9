import { createHash } from 'node:crypto'
import { deriveKey, openSealed, sealText } from './sealed-text.ts'

/** A text that only this installation opens, and the name of the key it was sealed with. */
export interface Sealed {
  readonly text: string
  readonly keyId: string
}

/**
 * The keys of one purpose: the newest one seals, the older ones still open, so that the secret of an installation can be changed
 * while everything stays readable.
 */
export class KeyRing {
  readonly #keys: readonly { readonly id: string; readonly key: Buffer }[]

  /** @param secrets of the installation, the one that holds now first */
  constructor(secrets: readonly [string, ...string[]], purpose: string) {
    this.#keys = [...new Set(secrets)].map((secret) => {
      const key = deriveKey(secret, purpose)
      return { id: createHash('sha256').update(key).digest('hex').slice(0, 12), key }
    })
  }

  /** The name of the key that seals now. */
  get currentId(): string {
    return this.#keys[0]!.id
  }

  knows(keyId: string): boolean {
    return this.#keys.some(({ id }) => id === keyId)
  }

  /** @param owner where it stands: it opens nowhere else */
  seal(text: string, owner: string): Sealed {
    return { text: sealText(this.#keys[0]!.key, text, owner), keyId: this.currentId }
  }

  /** Undefined for what was sealed with a key that is not there, for another owner, or was changed. */
  open({ text, keyId }: Sealed, owner: string): string | undefined {
    const found = this.#keys.find(({ id }) => id === keyId)
    return found && openSealed(found.key, text, owner)
  }
}
