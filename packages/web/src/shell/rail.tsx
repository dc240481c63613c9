import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import {
  Bot,
  CircleUserRound,
  Command,
  Files,
  MessageCircleQuestionMark,
  MessagesSquare,
  Search,
  ServerCog,
  Settings,
} from 'lucide-react'
import { type ComponentType, lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { countWorking, documentCountsQuery } from '../queries.ts'
import { useMe, useWorkspace } from '../session.ts'
import { classNames } from '../ui/class-names.ts'
import { controlKey, Key } from '../ui/key.tsx'
import { Logo } from '../ui/logo.tsx'
import { RecentConversations } from './recent-conversations.tsx'

const WorkspaceMenu = lazy(() => import('./workspace-menu.tsx'))

interface Place {
  to: '/' | '/search' | '/documents' | '/agents' | '/conversations' | '/settings' | '/instance' | '/profile'
  name: 'ask' | 'search' | 'documents' | 'agents' | 'conversations' | 'settings' | 'instance' | 'profile'
  icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>
  /** Where addresses begin that belong to the place besides its own. */
  also?: string
}

const places: readonly Place[] = [
  { to: '/', name: 'ask', icon: MessageCircleQuestionMark, also: '/ask' },
  { to: '/search', name: 'search', icon: Search },
  { to: '/documents', name: 'documents', icon: Files },
  { to: '/agents', name: 'agents', icon: Bot, also: '/agents/' },
  { to: '/conversations', name: 'conversations', icon: MessagesSquare },
]
/** On a phone, where there is room for a few; the others are among the commands. */
const thumbPlaces = places.filter(({ name }) => name !== 'agents')
const settings: Place = { to: '/settings', name: 'settings', icon: Settings, also: '/settings/' }
const instance: Place = { to: '/instance', name: 'instance', icon: ServerCog, also: '/instance/' }
const profile: Place = { to: '/profile', name: 'profile', icon: CircleUserRound, also: '/profile/' }

/** How many documents are being read, told beside the entry wherever one is. */
function useWorkingCount(): number {
  return countWorking(useQuery(documentCountsQuery()).data)
}

interface PlaceLinkProps {
  place: Place
  className: string
  currentClass: string
  children: ReactNode
}

function PlaceLink({ place, className, currentClass, children }: PlaceLinkProps) {
  const { pathname } = useLocation()
  const isAlsoHere = place.also !== undefined && pathname.startsWith(place.also)
  const current = { className: currentClass, 'aria-current': 'page' as const }
  return (
    <Link
      to={place.to}
      activeOptions={{ exact: true, includeSearch: false }}
      activeProps={current}
      {...(isAlsoHere ? { ...current, className: classNames(className, currentClass) } : { className })}
    >
      {children}
    </Link>
  )
}

/** The left rail of wide screens. */
export function Rail({ onCommands }: { onCommands: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  return (
    <nav aria-label={t('app.navigation')} className="hidden w-60 shrink-0 flex-col gap-1 border-r border-line p-3 md:flex">
      <WorkspaceHead />
      <button
        type="button"
        onClick={onCommands}
        className="mt-2 mb-3 flex h-9 items-center gap-3 rounded-lg border border-line bg-surface px-3 text-left text-sm text-muted shadow-low transition-colors hover:bg-hover"
      >
        <Command aria-hidden className="size-4" />
        <span className="flex-1">{t('navigation.commands')}</span>
        <Key>{`${controlKey} K`}</Key>
      </button>
      {places.map((place) => (
        <RailLink key={place.name} place={place} />
      ))}
      <RecentConversations />
      {me.user.isOperator && <RailLink place={instance} />}
      <RailLink place={settings} />
      <PlaceLink
        place={profile}
        className="flex h-11 items-center gap-3 rounded-lg px-3 text-sm transition-colors hover:bg-hover"
        currentClass="bg-hover font-medium"
      >
        <CircleUserRound aria-hidden className="size-4 text-muted" />
        <span className="min-w-0 truncate">{me.user.name}</span>
        <span className="sr-only">{t('navigation.profile')}</span>
      </PlaceLink>
    </nav>
  )
}

function RailLink({ place }: { place: Place }) {
  const { t } = useTranslation()
  const working = useWorkingCount()
  const Icon = place.icon
  return (
    <PlaceLink
      place={place}
      className="flex h-9 items-center gap-3 rounded-lg px-3 text-sm text-muted transition-colors hover:bg-hover hover:text-text"
      currentClass="bg-hover font-medium text-text!"
    >
      <Icon aria-hidden className="size-4" />
      <span className="flex-1">{t(`navigation.${place.name}`)}</span>
      {place.name === 'documents' && working > 0 && (
        <span
          className="rounded-full bg-busy-soft px-2 text-xs font-medium text-busy"
          title={t('navigation.working', { count: working })}
        >
          <span aria-hidden>{working}</span>
          <span className="sr-only">{t('navigation.working', { count: working })}</span>
        </span>
      )}
    </PlaceLink>
  )
}

/** The name of the workspace; a menu where there are several, or one may make another. */
function WorkspaceHead() {
  const { workspaces, user } = useMe()
  const workspace = useWorkspace()
  if (workspaces.length < 2 && !user.isOperator)
    return (
      <div className="flex h-11 items-center gap-3 px-2">
        <Logo />
        <span className="min-w-0 flex-1 truncate text-sm font-semibold">{workspace.name}</span>
      </div>
    )
  return (
    <Suspense fallback={<div className="h-11" />}>
      <div className="flex">
        <WorkspaceMenu workspaces={workspaces} current={workspace} />
      </div>
    </Suspense>
  )
}

/** The rail's place on a phone: at the thumb. What it has no room for is among the commands. */
export function BottomBar({ onCommands }: { onCommands: () => void }) {
  const { t } = useTranslation()
  const itemClass = 'flex h-14 min-w-0 flex-auto flex-col items-center justify-center gap-0.5 px-0.5 text-xs text-muted'
  return (
    <nav
      aria-label={t('app.navigation')}
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {[...thumbPlaces, profile].map((place) => (
        <PlaceLink key={place.name} place={place} className={itemClass} currentClass="text-accent! font-semibold">
          <place.icon aria-hidden className="size-5" />
          <span className="max-w-full truncate">{t(`navigation.${place.name}`)}</span>
        </PlaceLink>
      ))}
      <button type="button" onClick={onCommands} className={itemClass}>
        <Command aria-hidden className="size-5" />
        <span className="max-w-full truncate">{t('navigation.commands')}</span>
      </button>
    </nav>
  )
}
