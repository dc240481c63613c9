import type { Entries } from '../entry.ts'

const nothing = { names: [], build: () => ({}) } as const

export const accountEntries: Entries<'setup' | 'auth' | 'instance' | 'ops'> = {
  setup: {
    getSetup: nothing,
    setUp: {
      names: [],
      build: (_, word) => ({
        body: {
          token: word,
          name: word,
          email: `${word}@example.com`,
          password: 'correct horse battery',
          workspaceName: word,
        },
      }),
      refusal: 'setup/already-done',
    },
  },
  auth: {
    getMethods: nothing,
    signIn: {
      names: [],
      build: (_, word) => ({ body: { email: `${word}@example.com`, password: 'correct horse battery' } }),
      refusal: 'auth/wrong-credentials',
    },
    signOut: nothing,
    changePassword: {
      names: [],
      build: () => ({ body: { currentPassword: 'not this one', newPassword: 'another horse battery' } }),
      refusal: 'auth/wrong-credentials',
    },
    requestPasswordReset: { names: [], build: (_, word) => ({ body: { email: `${word}@example.com` } }) },
    resetPassword: {
      names: ['token'],
      build: ({ token }) => ({ body: { token, newPassword: 'another horse battery' } }),
      refusal: 'auth/link-invalid',
    },
    listSessions: nothing,
    revokeSession: { names: ['session'], build: ({ session }) => ({ params: { id: session } }), own: 'spare' },
    revokeOtherSessions: nothing,
    beginSecondFactor: {
      names: [],
      build: () => ({ body: { password: 'not this one' } }),
      refusal: 'auth/wrong-credentials',
    },
    confirmSecondFactor: { names: [], build: () => ({ body: { code: '000000' } }), refusal: 'auth/second-factor-not-begun' },
    removeSecondFactor: {
      names: [],
      build: () => ({ body: { password: 'not this one' } }),
      refusal: 'auth/wrong-credentials',
    },
    startOidc: { ...nothing, refusal: 'request/not-found' },
    finishOidc: { ...nothing, refusal: 'request/not-found' },
    getMe: nothing,
    updateMe: { names: [], build: () => ({ body: { language: 'de' } }) },
  },
  instance: {
    listAllWorkspaces: nothing,
    changeWorkspace: { names: ['slug'], build: ({ slug }) => ({ params: { slug }, body: { plan: 'pro' } }) },
    listUsers: nothing,
    changeUser: {
      names: ['member'],
      build: ({ member }) => ({ params: { id: member }, body: { isDisabled: true } }),
      own: 'spare',
    },
    makeResetLink: { names: ['member'], build: ({ member }) => ({ params: { id: member } }) },
    listMails: nothing,
    getMail: { names: ['mail'], build: ({ mail }) => ({ params: { id: mail } }) },
    retryMail: { names: ['mail'], build: ({ mail }) => ({ params: { id: mail } }), refusal: 'mail/no-server' },
  },
  ops: { livez: nothing, readyz: nothing, healthz: nothing, metrics: nothing, openapi: nothing, docs: nothing },
}
