import { Dialog } from '@base-ui/react/dialog'
import { languages, may } from '@brain-ai/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  ArrowLeftRight,
  Bot,
  CircleUserRound,
  ClipboardPaste,
  Files,
  FileText,
  Heading,
  Languages,
  LogOut,
  type LucideIcon,
  MessageCircle,
  MessageCircleQuestionMark,
  MessagesSquare,
  Monitor,
  Moon,
  Plus,
  Search,
  ShieldCheck,
  Sun,
  Upload,
} from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { instancePlaces } from '../pages/instance/instance-places.ts'
import { settingsPlaces } from '../pages/settings/settings-places.ts'
import { placesQuery, recentConversationsQuery } from '../queries.ts'
import { useMay, useMe, useWorkspace } from '../session.ts'
import { signOut } from '../sign-out.ts'
import { classNames } from '../ui/class-names.ts'
import { backdropClass } from '../ui/dialog.tsx'
import { chooseTheme } from '../ui/theme.ts'
import { useDelayed } from '../ui/use-delayed.ts'
import { useSetLanguage } from '../use-language.ts'
import { switchWorkspace } from '../workspace-choice.ts'

interface Command {
  group: string
  name: string
  /** Where it leads to, where the name alone does not say. */
  hint?: string
  /** What tells it from others of the same name. */
  key?: string
  icon: LucideIcon
  run: () => void
}

/** Everything one can do from anywhere. What fits no command is something to search for, or a question. */
function useCommands(text: string): Command[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const setLanguage = useSetLanguage()
  const mayWrite = useMay('documents.write')
  const mayMakeAgents = useMay('agents.write')
  const { data: recent = [] } = useQuery(recentConversationsQuery())
  const { workspaces, user } = useMe()
  const current = useWorkspace()
  const go = t('commands.groupGo')
  const act = t('commands.groupDo')
  const look = t('commands.groupLook')
  const goTo = (place: string) => t('commands.goTo', { place })

  const commands: (Command | false)[] = [
    { group: go, name: t('commands.newQuestion'), icon: MessageCircleQuestionMark, run: () => void navigate({ to: '/' }) },
    { group: go, name: goTo(t('navigation.search')), icon: Search, run: () => void navigate({ to: '/search' }) },
    { group: go, name: goTo(t('navigation.documents')), icon: Files, run: () => void navigate({ to: '/documents' }) },
    { group: go, name: goTo(t('navigation.agents')), icon: Bot, run: () => void navigate({ to: '/agents' }) },
    {
      group: go,
      name: goTo(t('navigation.conversations')),
      icon: MessagesSquare,
      run: () => void navigate({ to: '/conversations' }),
    },
    ...settingsPlaces
      .filter((place) => may(current.role, place.may))
      .map(({ to, name, icon }) => ({
        group: go,
        name: goTo(t('commands.settingsPage', { page: t(`settings.${name}`) })),
        icon,
        run: () => void navigate({ to }),
      })),
    { group: go, name: goTo(t('navigation.profile')), icon: CircleUserRound, run: () => void navigate({ to: '/profile' }) },
    { group: go, name: goTo(t('security.title')), icon: ShieldCheck, run: () => void navigate({ to: '/profile/security' }) },
    ...(user.isOperator ? instancePlaces : []).map(({ to, name, icon }) => ({
      group: go,
      name: goTo(t('commands.instancePage', { page: t(name) })),
      icon,
      run: () => void navigate({ to }),
    })),
    ...workspaces
      .filter(({ id }) => id !== current.id)
      .map(({ slug, name }) => ({
        group: go,
        name: t('commands.switchTo', { workspace: name }),
        icon: ArrowLeftRight,
        run: () => switchWorkspace(slug),
      })),
    mayMakeAgents && {
      group: act,
      name: t('commands.newAgent'),
      icon: Bot,
      run: () => void navigate({ to: '/agents', search: { new: 'agent' } }),
    },
    mayWrite && {
      group: act,
      name: t('commands.upload'),
      icon: Upload,
      run: () => void navigate({ to: '/documents', search: { add: 'files' } }),
    },
    mayWrite && {
      group: act,
      name: t('commands.pasteText'),
      icon: ClipboardPaste,
      run: () => void navigate({ to: '/documents', search: { add: 'paste' } }),
    },
    user.isOperator && {
      group: act,
      name: t('newWorkspace.title'),
      icon: Plus,
      run: () => void navigate({ to: '/workspaces/new' }),
    },
    { group: act, name: t('commands.signOut'), icon: LogOut, run: () => void signOut() },
    { group: look, name: t('commands.themeLight'), icon: Sun, run: () => chooseTheme('light') },
    { group: look, name: t('commands.themeDark'), icon: Moon, run: () => chooseTheme('dark') },
    { group: look, name: t('commands.themeSystem'), icon: Monitor, run: () => chooseTheme('system') },
    ...languages.map((language) => ({
      group: look,
      name: t(`languages.${language}`),
      icon: Languages,
      run: () => setLanguage(language),
    })),
    ...recent.map(({ id, title }) => ({
      key: id,
      group: t('commands.groupRecent'),
      name: t('commands.openConversation', { title: title || t('conversation.title') }),
      icon: MessageCircle,
      run: () => void navigate({ to: '/conversations/$id', params: { id } }),
    })),
  ]
  const places = usePlaces(text)
  const wanted = text.trim().toLowerCase()
  const fitting = commands.filter((command) => command !== false && command.name.toLowerCase().includes(wanted)) as Command[]
  if (wanted === '') return fitting
  const question = text.trim()
  const searchThis = {
    group: go,
    name: t('commands.searchThis', { text: question }),
    icon: Search,
    run: () => void navigate({ to: '/search', search: { q: question } }),
  }
  if (wanted.length < 3) return [...fitting, searchThis, ...places]
  const askThis = {
    group: go,
    name: t('commands.askThis', { question }),
    icon: MessageCircleQuestionMark,
    run: () => void navigate({ to: '/ask', search: { q: question } }),
  }
  return [...fitting, searchThis, askThis, ...places]
}

/** Documents and headings to jump to. They come after what is there at once, so that Enter means the same before and after. */
function usePlaces(text: string): Command[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const q = useDelayed(text.trim())
  const { data = [] } = useQuery({ ...placesQuery(q), enabled: useMay('retrieval.search') && q.length > 1 })
  if (text.trim().length < 2 || q.length < 2) return []
  return data.map(({ kind, text: name, title, documentId, start }) => ({
    group: t('commands.groupPlaces'),
    name,
    icon: kind === 'title' ? FileText : Heading,
    key: `${documentId} ${start} ${kind}`,
    ...(kind === 'heading' && { hint: title }),
    run: () => {
      const at = kind === 'heading' ? `${start}-${start + name.length}` : undefined
      void navigate({ to: '/documents', search: { document: documentId, at } })
    },
  }))
}

/** The command palette: a box that filters, a list that the arrow keys walk through, Enter runs. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const commands = useCommands(text)
  const current = Math.min(active, commands.length - 1)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the active entry stays in sight
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [current])

  function run(command: Command | undefined) {
    if (!command) return
    onClose()
    command.run()
  }
  function walk(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setActive((current + step + commands.length) % commands.length)
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(commands[current])
    else return
    event.preventDefault()
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropClass} />
        <Dialog.Popup className="fixed inset-x-3 top-3 z-50 flex max-h-[70dvh] animate-appear flex-col overflow-hidden rounded-2xl border border-line bg-raised shadow-high outline-none md:inset-x-auto md:top-[14vh] md:left-1/2 md:w-[36rem] md:-translate-x-1/2">
          <Dialog.Title className="sr-only">{t('commands.title')}</Dialog.Title>
          <input
            role="combobox"
            aria-label={t('commands.title')}
            aria-expanded
            aria-controls="commands"
            aria-activedescendant={`command-${current}`}
            aria-autocomplete="list"
            autoComplete="off"
            spellCheck={false}
            placeholder={t('commands.placeholder')}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setActive(0)
            }}
            onKeyDown={walk}
            className="h-14 w-full shrink-0 border-b border-line bg-transparent px-5 text-base outline-none"
          />
          <div ref={list} id="commands" role="listbox" aria-label={t('commands.title')} className="overflow-y-auto p-2">
            {commands.map((command, index) => (
              <Entry
                key={command.key ?? command.name}
                command={command}
                id={`command-${index}`}
                isActive={index === current}
                isFirstOfGroup={command.group !== commands[index - 1]?.group}
                onPoint={() => setActive(index)}
                onRun={() => run(command)}
              />
            ))}
          </div>
          <p role="status" className="sr-only">
            {t('commands.results', { count: commands.length })}
          </p>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

interface EntryProps {
  command: Command
  id: string
  isActive: boolean
  isFirstOfGroup: boolean
  onPoint: () => void
  onRun: () => void
}

function Entry({ command, id, isActive, isFirstOfGroup, onPoint, onRun }: EntryProps) {
  return (
    <>
      {isFirstOfGroup && (
        <p role="presentation" className="px-3 pt-2 pb-1 text-xs font-medium text-muted first:pt-0">
          {command.group}
        </p>
      )}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are taken by the box, which keeps the focus */}
      <div
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={isActive}
        onClick={onRun}
        onMouseMove={onPoint}
        className={classNames(
          'flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-3 text-sm md:min-h-9',
          isActive && 'bg-hover',
        )}
      >
        <command.icon aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="min-w-0 truncate">{command.name}</span>
        {command.hint && <span className="ml-auto max-w-[40%] shrink-0 truncate text-xs text-muted">{command.hint}</span>}
      </div>
    </>
  )
}
