import type { CollectionView } from '@brain-ai/contract'
import { Folders } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Menu, MenuCheck } from '../../ui/menu.tsx'
import { CollectionName } from '../documents/collection-name.tsx'

interface ScopeMenuProps {
  choices: CollectionView[]
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** In which collections to look. */
export default function ScopeMenu({ choices, chosen, onChange }: ScopeMenuProps) {
  const { t } = useTranslation()
  const names = choices.filter(({ id }) => chosen.includes(id)).map(({ name }) => name)
  const scope =
    chosen.length === 0 ? t('ask.scopeAll') : names.length === 1 ? names[0]! : t('ask.scope', { count: chosen.length })
  const toggle = (id: string) => onChange(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id])
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={t('ask.scopeLabel', { scope })}
          className="flex min-h-11 min-w-0 items-center gap-2 rounded-lg px-2.5 text-sm text-muted hover:bg-hover hover:text-text md:min-h-8"
        >
          <Folders aria-hidden className="size-4 shrink-0" />
          <span className="truncate">{scope}</span>
        </button>
      }
    >
      <MenuCheck isOn={chosen.length === 0} onToggle={() => onChange([])}>
        {t('ask.scopeAll')}
      </MenuCheck>
      {choices.map(({ id, name, access }) => (
        <MenuCheck key={id} isOn={chosen.includes(id)} onToggle={() => toggle(id)}>
          <CollectionName name={name} isClosed={access === 'members'} className="max-w-64" />
        </MenuCheck>
      ))}
    </Menu>
  )
}
