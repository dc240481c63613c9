import type { MemberView } from '@brain-ai/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { control } from '../ui/field.tsx'

interface MemberPickerProps {
  label: string
  members: MemberView[]
  chosen: ReadonlySet<string>
  onChange: (userIds: ReadonlySet<string>) => void
}

/** More than this is found by typing. */
const shownAtOnce = 100

/** Some members of all: boxes to tick, oneself first, and a filter for the long list of a large workspace. */
export function MemberPicker({ label, members, chosen, onChange }: MemberPickerProps) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const fitting = members
    .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(wanted))
    .sort((a, b) => Number(b.isYou) - Number(a.isYou) || a.name.localeCompare(b.name))
  const shown = fitting.slice(0, shownAtOnce)
  const toggle = (userId: string) => {
    const next = new Set(chosen)
    if (!next.delete(userId)) next.add(userId)
    onChange(next)
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 flex w-full justify-between text-sm font-medium">
        {label}
        <span className="font-normal text-muted tabular-nums">{t('collections.chosen', { count: chosen.size })}</span>
      </legend>
      <input
        type="search"
        aria-label={t('collections.findMember')}
        placeholder={t('collections.findMember')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        // Enter here means "look", not "save".
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        className={`${control} h-11 md:h-9`}
      />
      <ul className="max-h-60 overflow-y-auto rounded-lg border border-line p-1">
        {shown.map(({ userId, name, email, isYou }) => (
          <li key={userId}>
            <label className="flex min-h-11 cursor-pointer items-center gap-3 rounded-md px-2 hover:bg-hover md:min-h-9">
              <input
                type="checkbox"
                className="size-5 shrink-0 md:size-4"
                checked={chosen.has(userId)}
                onChange={() => toggle(userId)}
              />
              <span className="min-w-0 flex-1 truncate text-sm">
                {name}
                {isYou && <span className="text-muted"> {t('collections.you')}</span>}
              </span>
              <span className="max-w-[50%] truncate text-xs text-muted">{email}</span>
            </label>
          </li>
        ))}
        {shown.length === 0 && <li className="px-2 py-3 text-sm text-muted">{t('collections.noMember')}</li>}
        {fitting.length > shown.length && (
          <li className="px-2 py-2 text-xs text-muted">{t('collections.more', { count: fitting.length - shown.length })}</li>
        )}
      </ul>
    </fieldset>
  )
}
