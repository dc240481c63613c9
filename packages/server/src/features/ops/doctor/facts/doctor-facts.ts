/** The roles that every query of the product runs in; the first migration makes them. */
export const productRoles = ['brain_app', 'brain_system'] as const

/** Everything the checks look at, gathered beforehand without changing anything. */
export interface DoctorFacts {
  readonly nodeVersion: string
  /** Every fault of the configuration; where there is one, the facts that hang on it are undefined. */
  readonly configurationProblems: readonly string[]
  readonly settings: number
  readonly secretKey: string | undefined
  readonly dataDirectory: DataDirectoryFacts | undefined
  readonly port: PortFacts | undefined
  readonly database: DatabaseFacts | undefined
  readonly mail: MailFacts | undefined
}

export type MailFacts =
  | { readonly state: 'no-server' }
  | { readonly state: 'reached'; readonly host: string }
  /** `failure` is a sentence, with the short reply of the server. */
  | { readonly state: 'refused'; readonly host: string; readonly failure: string }

export interface DataDirectoryFacts {
  readonly path: string
  readonly kind: 'directory' | 'absent' | 'not-a-directory'
  /** Of the directory, or of the nearest one above it that exists. */
  readonly isWritable: boolean
  readonly freeBytes: number
}

export interface PortFacts {
  readonly port: number
  readonly host: string
  /** `ours`: a Brain AI server answers there. */
  readonly state: 'free' | 'ours' | 'taken' | 'forbidden' | 'no-such-address'
  /** What /readyz of our server said. */
  readonly readiness?: { readonly isReady: boolean; readonly text: string }
}

export type DatabaseFacts =
  /** Embedded, and the first start is still to come. */
  | { readonly state: 'not-made' }
  /** Embedded, and in use by a server. */
  | { readonly state: 'in-use'; readonly pid: number }
  | { readonly state: 'unreachable'; readonly engine: 'embedded' | 'native'; readonly code: string; readonly reason: string }
  | ({ readonly state: 'open' } & OpenDatabaseFacts)

export interface OpenDatabaseFacts {
  readonly engine: 'embedded' | 'native'
  readonly serverVersion: string
  readonly login: string
  readonly roles: readonly RoleFacts[]
  readonly tenantTables: readonly TenantTableFacts[]
  readonly migrations: { readonly pending: readonly string[]; readonly problem: string | undefined }
  readonly extensions: readonly string[]
  /** Positive when the database is ahead of this machine. */
  readonly clockAheadMs: number
  /** Whether somebody owns the installation; undefined before the tables are there. */
  readonly isSetUp: boolean | undefined
  /** Sealed keys of model providers, and how many of them no secret that is known opens; undefined before the tables are there. */
  readonly sealedKeys: { readonly total: number; readonly lost: number } | undefined
}

export interface RoleFacts {
  readonly name: string
  readonly isSuperuser: boolean
  readonly bypassesRowSecurity: boolean
  /** Whether the login can take the role inside a transaction. */
  readonly canBeTaken: boolean
}

export interface TenantTableFacts {
  readonly name: string
  readonly isEnabled: boolean
  readonly isForced: boolean
  readonly policies: number
}
