import type { InvitableRole } from '@brain-ai/contract'
import { useTranslation } from 'react-i18next'
import { SelectField } from '../ui/field.tsx'

interface RoleFieldProps {
  label: string
  roles: readonly InvitableRole[]
  value: InvitableRole
  onChoose: (role: InvitableRole) => void
}

/** A role, with what it may do in one sentence below. */
export function RoleField({ label, roles, value, onChoose }: RoleFieldProps) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-1">
      <SelectField
        label={label}
        value={value}
        choices={roles.map((role) => ({ value: role, label: t(`roles.${role}`) }))}
        onChoose={(role) => onChoose(role as InvitableRole)}
      />
      <p className="text-xs text-muted">{t(`roleTexts.${value}`)}</p>
    </div>
  )
}
