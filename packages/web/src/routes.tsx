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
  type AskSearch,
  type DocumentsSearch,
  readAskSearch,
  readDocumentsSearch,
  readText,
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
  validateSearch: (search: TextSearch & SearchSchemaInput) => ({ next: readText(search.next) }),
  component: lazyRouteComponent(() => import('./pages/sign-in-page.tsx'), 'SignInPage'),
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
  component: lazyRouteComponent(() => import('./pages/ask/home-page.tsx'), 'HomePage'),
})

const ask = createRoute({
  getParentRoute: () => shell,
  path: '/ask',
  validateSearch: (search: AskSearch & SearchSchemaInput) => readAskSearch(search),
  beforeLoad: ({ search }) => {
    if (!search.q) throw redirect({ to: '/', replace: true })
  },
  component: lazyRouteComponent(() => import('./pages/ask/answer-page.tsx'), 'AnswerPage'),
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
  component: lazyRouteComponent(() => import('./pages/profile-page.tsx'), 'ProfilePage'),
})

const routeTree = root.addChildren([setup, signIn, shell.addChildren([home, ask, documents, profile])])

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
