import type { WorkspaceView } from '@brain-ai/contract'
import { ChevronsUpDown } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Logo } from '../ui/logo.tsx'
import { Menu, MenuCheck } from '../ui/menu.tsx'
import { chooseWorkspace } from '../workspace-choice.ts'

interface WorkspaceMenuProps {
  workspaces: WorkspaceView[]
  current: WorkspaceView
}

/** The name of the workspace, with the others behind it. */
export default function WorkspaceMenu({ workspaces, current }: WorkspaceMenuProps) {
  const { t } = useTranslation()
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`${current.name}: ${t('navigation.switchWorkspace')}`}
          className="flex h-11 items-center gap-3 rounded-lg px-2 hover:bg-hover"
        >
          <Logo />
          <span className="min-w-0 flex-1 truncate text-left text-sm font-semibold">{current.name}</span>
          <ChevronsUpDown aria-hidden className="size-4 text-muted" />
        </button>
      }
    >
      {workspaces.map(({ slug, name }) => (
        <MenuCheck key={slug} isOn={slug === current.slug} onToggle={() => switchWorkspace(slug)}>
          {name}
        </MenuCheck>
      ))}
    </Menu>
  )
}

/** Everything on the screen belongs to the workspace, so the page starts anew in the other one. */
function switchWorkspace(slug: string): void {
  chooseWorkspace(slug)
  window.location.assign('/')
}
