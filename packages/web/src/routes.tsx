import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
  type SearchSchemaInput,
} from '@tanstack/react-router'
import { isCode } from './api.ts'
import { ErrorPage } from './pages/error-page.tsx'
import { LoadingPage } from './pages/loading-page.tsx'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { setupQuery } from './queries.ts'
import {
  type AgentSearch,
  type AskSearch,
  type ConversationSearch,
  type ConversationsSearch,
  type DocumentsSearch,
  type EvaluationSetSearch,
  readAgentSearch,
  readAskSearch,
  readConversationSearch,
  readConversationsSearch,
  readDocumentsSearch,
  readEvaluationSetSearch,
  readSearchAddress,
  readText,
  type SearchAddress,
  type TextSearch,
} from './search-params.ts'
import { meQuery } from './session.ts'
import { Shell } from './shell/shell.tsx'

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet, notFoundComponent: NotFoundPage })

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({ token: readText(search.token) }),
  component: lazyRouteComponent(() => import('./pages/setup-page.tsx'), 'SetupPage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({
    next: readText(search.next),
    problem: readText(search.problem),
  }),
  component: lazyRouteComponent(() => import('./pages/sign-in-page.tsx'), 'SignInPage'),
})

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./pages/forgot-password-page.tsx'), 'ForgotPasswordPage'),
})

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({ token: readText(search.token) }),
  component: lazyRouteComponent(() => import('./pages/reset-password-page.tsx'), 'ResetPasswordPage'),
})

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('./pages/join-page.tsx'), 'JoinPage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('./pages/invitation-page.tsx'), 'InvitationPage'),
})

/** Everything inside the shell needs somebody signed in; who is not, goes to sign in, or to set up on the first day. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ context: { queryClient }, location }) => {
    try {
      await queryClient.ensureQueryData(meQuery)
    } catch (error) {
      if (!isCode(error, 'auth/required')) throw error
      const { isDone } = await queryClient.fetchQuery(setupQuery)
      if (!isDone) throw redirect({ to: '/setup', replace: true })
      throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href }, replace: true })
    }
  },
})

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({ agent: readText(search.agent) }),
  component: lazyRouteComponent(() => import('./pages/ask/home-page.tsx'), 'HomePage'),
})

const ask = createRoute({
  getParentRoute: () => shell,
  path: '/ask',
  validateSearch: (search: AskSearch & SearchSchemaInput) => readAskSearch(search),
  beforeLoad: ({ search }) => {
    if (!search.q) throw redirect({ to: '/', replace: true })
  },
  component: lazyRouteComponent(() => import('./pages/ask/ask-page.tsx'), 'AskPage'),
})

const conversations = createRoute({
  getParentRoute: () => shell,
  path: '/conversations',
  validateSearch: (search: ConversationsSearch & SearchSchemaInput) => readConversationsSearch(search),
  component: lazyRouteComponent(() => import('./pages/conversations/conversations-page.tsx'), 'ConversationsPage'),
})

const conversation = createRoute({
  getParentRoute: () => shell,
  path: '/conversations/$id',
  validateSearch: (search: ConversationSearch & SearchSchemaInput) => readConversationSearch(search),
  component: lazyRouteComponent(() => import('./pages/conversation/conversation-page.tsx'), 'ConversationPage'),
})

const agents = createRoute({
  getParentRoute: () => shell,
  path: '/agents',
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({ new: readText(search.new) }),
  component: lazyRouteComponent(() => import('./pages/agents/agents-page.tsx'), 'AgentsPage'),
})

const agent = createRoute({
  getParentRoute: () => shell,
  path: '/agents/$id',
  validateSearch: (search: AgentSearch & SearchSchemaInput) => readAgentSearch(search),
  component: lazyRouteComponent(() => import('./pages/agents/agent-page.tsx'), 'AgentPage'),
})

const search = createRoute({
  getParentRoute: () => shell,
  path: '/search',
  validateSearch: (search: SearchAddress & SearchSchemaInput) => readSearchAddress(search),
  component: lazyRouteComponent(() => import('./pages/search/search-page.tsx'), 'SearchPage'),
})

const documents = createRoute({
  getParentRoute: () => shell,
  path: '/documents',
  validateSearch: (search: DocumentsSearch & SearchSchemaInput) => readDocumentsSearch(search),
  component: lazyRouteComponent(() => import('./pages/documents/documents-page.tsx'), 'DocumentsPage'),
})

const profile = createRoute({
  getParentRoute: () => shell,
  path: '/profile',
  component: lazyRouteComponent(() => import('./pages/profile/profile-page.tsx'), 'ProfilePage'),
})

const security = createRoute({
  getParentRoute: () => shell,
  path: '/profile/security',
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({
    linked: readText(search.linked),
    problem: readText(search.problem),
  }),
  component: lazyRouteComponent(() => import('./pages/profile/security-page.tsx'), 'SecurityPage'),
})

const instance = createRoute({
  getParentRoute: () => shell,
  path: '/instance',
  beforeLoad: () => {
    throw redirect({ to: '/instance/workspaces', replace: true })
  },
})

const instanceWorkspaces = createRoute({
  getParentRoute: () => shell,
  path: '/instance/workspaces',
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({ q: readText(search.q) }),
  component: lazyRouteComponent(() => import('./pages/instance/workspaces-page.tsx'), 'InstanceWorkspacesPage'),
})

const instanceUsers = createRoute({
  getParentRoute: () => shell,
  path: '/instance/users',
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({ q: readText(search.q) }),
  component: lazyRouteComponent(() => import('./pages/instance/users-page.tsx'), 'InstanceUsersPage'),
})

const instanceMail = createRoute({
  getParentRoute: () => shell,
  path: '/instance/mail',
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({ q: readText(search.q), mail: readText(search.mail) }),
  component: lazyRouteComponent(() => import('./pages/instance/mail-page.tsx'), 'InstanceMailPage'),
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/settings/settings-layout.tsx'), 'SettingsLayout'),
})

const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/workspace', replace: true })
  },
})

const workspaceSettings = createRoute({
  getParentRoute: () => settings,
  path: '/workspace',
  component: lazyRouteComponent(() => import('./pages/settings/workspace-page.tsx'), 'WorkspacePage'),
})

const members = createRoute({
  getParentRoute: () => settings,
  path: '/members',
  component: lazyRouteComponent(() => import('./pages/settings/members-page.tsx'), 'MembersPage'),
})

const usage = createRoute({
  getParentRoute: () => settings,
  path: '/usage',
  component: lazyRouteComponent(() => import('./pages/settings/usage-page.tsx'), 'UsagePage'),
})

const models = createRoute({
  getParentRoute: () => settings,
  path: '/models',
  component: lazyRouteComponent(() => import('./pages/settings/models/models-page.tsx'), 'ModelsPage'),
})

const apiKeys = createRoute({
  getParentRoute: () => settings,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('./pages/settings/api-keys-page.tsx'), 'ApiKeysPage'),
})

const searchSettings = createRoute({
  getParentRoute: () => settings,
  path: '/search',
  component: lazyRouteComponent(() => import('./pages/settings/search-page.tsx'), 'SearchSettingsPage'),
})

const cache = createRoute({
  getParentRoute: () => settings,
  path: '/cache',
  component: lazyRouteComponent(() => import('./pages/settings/cache/cache-page.tsx'), 'CachePage'),
})

const searchQuality = createRoute({
  getParentRoute: () => settings,
  path: '/search-quality',
  component: lazyRouteComponent(() => import('./pages/search-quality/search-quality-page.tsx'), 'SearchQualityPage'),
})

const evaluationSet = createRoute({
  getParentRoute: () => settings,
  path: '/search-quality/$setId',
  validateSearch: (search: EvaluationSetSearch & SearchSchemaInput) => readEvaluationSetSearch(search),
  component: lazyRouteComponent(() => import('./pages/search-quality/evaluation-set-page.tsx'), 'EvaluationSetPage'),
})

const newWorkspace = createRoute({
  getParentRoute: () => shell,
  path: '/workspaces/new',
  component: lazyRouteComponent(() => import('./pages/new-workspace-page.tsx'), 'NewWorkspacePage'),
})

const settingsRoutes = settings.addChildren([
  settingsHome,
  workspaceSettings,
  members,
  models,
  searchSettings,
  cache,
  usage,
  searchQuality,
  evaluationSet,
  apiKeys,
])
const routeTree = root.addChildren([
  setup,
  signIn,
  forgotPassword,
  resetPassword,
  join,
  invitation,
  shell.addChildren([
    home,
    ask,
    search,
    conversations,
    conversation,
    agents,
    agent,
    documents,
    profile,
    security,
    instance,
    instanceWorkspaces,
    instanceUsers,
    instanceMail,
    settingsRoutes,
    newWorkspace,
  ]),
])

/** Every address of the app. Search parameters stay plain text, so that people can read and write them. */
export const createAppRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultPendingComponent: LoadingPage,
    defaultPendingMs: 300,
    defaultPendingMinMs: 0,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search: Record<string, unknown>) => {
      const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '')
      const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()
      return text && `?${text}`
    },
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
