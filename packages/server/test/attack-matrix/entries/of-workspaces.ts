import type { Entries, Ids } from '../entry.ts'

const ofSlug = { names: ['slug'], build: ({ slug }: Ids) => ({ params: { slug } }) } as const
const ofMember = { names: ['slug', 'member'], own: 'spare' } as const
const ofInvitation = {
  names: ['slug', 'invitation'],
  build: ({ slug, invitation }: Ids) => ({ params: { slug, id: invitation } }),
  own: 'spare',
} as const
const ofToken = { names: ['token'], build: ({ token }: Ids) => ({ params: { token } }) } as const

export const workspaceEntries: Entries<'workspaces' | 'members' | 'invitations' | 'usage' | 'keys'> = {
  workspaces: {
    listWorkspaces: { names: [], build: () => ({}) },
    createWorkspace: { names: [], build: (_, word) => ({ body: { name: word } }), refusal: 'workspace/creation-closed' },
    getWorkspace: ofSlug,
    updateWorkspace: { names: ['slug'], build: ({ slug }) => ({ params: { slug }, body: { language: 'de' } }) },
    closeWorkspace: {
      names: ['slug'],
      build: ({ slug }) => ({ params: { slug }, query: { confirm: 'something else' } }),
      refusal: 'workspace/not-confirmed',
    },
  },
  members: {
    listMembers: ofSlug,
    updateMember: {
      ...ofMember,
      build: ({ slug, member }) => ({ params: { slug, userId: member }, body: { role: 'viewer' } }),
    },
    transferOwnership: {
      names: ['slug', 'member'],
      build: ({ slug, member }) => ({ params: { slug }, body: { userId: member } }),
    },
    removeMember: { ...ofMember, build: ({ slug, member }) => ({ params: { slug, userId: member } }) },
    leaveWorkspace: ofSlug,
  },
  invitations: {
    listInvitations: ofSlug,
    createInvitation: {
      names: ['slug'],
      build: ({ slug }, word) => ({ params: { slug }, body: { email: `${word}@example.com` } }),
    },
    renewInvitation: ofInvitation,
    revokeInvitation: ofInvitation,
    getInvitation: ofToken,
    acceptInvitation: ofToken,
    signUpInvited: {
      names: ['token'],
      build: ({ token }, word) => ({
        params: { token },
        body: { name: word, email: `${word}@example.com`, password: 'correct horse battery' },
      }),
    },
    requestInvitation: { names: [], build: (_, word) => ({ body: { email: `somebody@${word}.example` } }) },
  },
  usage: {
    getUsage: ofSlug,
    getLimits: ofSlug,
    setLimits: { names: ['slug'], build: ({ slug }) => ({ params: { slug }, body: { own: { agents: 7 } } }) },
  },
  keys: {
    listKeys: {
      names: ['slug'],
      build: ({ slug }) => [{ params: { slug } }, { params: { slug }, query: { all: 'true' } }],
      needs: ({ query }) => (query ? 'keys.manage' : undefined),
    },
    createKey: {
      names: ['slug'],
      build: ({ slug }, word) => ({ params: { slug }, body: { name: word, scopes: ['documents.read'] } }),
    },
    revokeKey: { names: ['slug', 'key'], build: ({ slug, key }) => ({ params: { slug, id: key } }), own: 'spare' },
  },
}
