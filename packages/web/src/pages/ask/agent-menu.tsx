import type { AgentView } from '@brain-ai/contract'
import { Bot } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Menu, MenuCheck } from '../../ui/menu.tsx'

interface AgentMenuProps {
  agents: AgentView[]
  /** The id of the chosen one; undefined for the general one. */
  chosen: string | undefined
  onChange: (chosen: string | undefined) => void
}

/** Who answers. */
export default function AgentMenu({ agents, chosen, onChange }: AgentMenuProps) {
  const { t } = useTranslation()
  const current = agents.find(({ id }) => id === chosen) ?? agents.find(({ isGeneral }) => isGeneral)
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t('ask.agentLabel', { agent: current?.name })}
          className="flex min-h-11 min-w-0 items-center gap-2 rounded-lg px-2.5 text-sm text-muted hover:bg-hover hover:text-text md:min-h-8"
        >
          <Bot aria-hidden className="size-4 shrink-0" />
          <span className="max-w-40 truncate">{current?.name}</span>
        </button>
      }
    >
      {agents.map((agent) => (
        <MenuCheck
          key={agent.id}
          isOn={agent.id === current?.id}
          onToggle={() => onChange(agent.isGeneral ? undefined : agent.id)}
        >
          <span className="max-w-72 min-w-0 py-1">
            <span className="block truncate">{agent.name}</span>
            {agent.description && <span className="line-clamp-2 block text-xs text-muted">{agent.description}</span>}
          </span>
        </MenuCheck>
      ))}
    </Menu>
  )
}
