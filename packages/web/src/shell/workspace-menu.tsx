import type { WorkspaceView } from '@brain-ai/contract'
import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown, Plus } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../session.ts'
import { Logo } from '../ui/logo.tsx'
import { Menu, MenuCheck, MenuItem } from '../ui/menu.tsx'
import { switchWorkspace } from '../workspace-choice.ts'

interface WorkspaceMenuProps {
  workspaces: WorkspaceView[]
  current: WorkspaceView
}

/** The name of the workspace, with the others behind it, and what one is in each. */
export default function WorkspaceMenu({ workspaces, current }: WorkspaceMenuProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { isOperator } = useMe().user
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`${current.name}: ${t('navigation.switchWorkspace')}`}
          className="flex h-11 min-w-0 flex-1 items-center gap-3 rounded-lg px-2 hover:bg-hover"
        >
          <Logo />
          <span className="min-w-0 flex-1 truncate text-left text-sm font-semibold">{current.name}</span>
          <ChevronsUpDown aria-hidden className="size-4 text-muted" />
        </button>
      }
    >
      {workspaces.map(({ slug, name, role, status }) => (
        <MenuCheck key={slug} isOn={slug === current.slug} onToggle={() => switchWorkspace(slug)}>
          <span className="max-w-56 min-w-0 flex-1 truncate">{name}</span>
          <span className="text-xs text-muted">
            {t(`roles.${role}`)}
            {status !== 'active' && ` · ${t('suspended.short')}`}
          </span>
        </MenuCheck>
      ))}
      {isOperator && (
        <div className="mt-1 border-t border-line pt-1">
          <MenuItem icon={<Plus aria-hidden />} onSelect={() => void navigate({ to: '/workspaces/new' })}>
            {t('newWorkspace.title')}
          </MenuItem>
        </div>
      )}
    </Menu>
  )
}
