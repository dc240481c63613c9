import { type InvitableRole, invitableRoles, type WorkspaceSettings } from '@brain-ai/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormError } from '../error-notice.tsx'
import { Button } from '../ui/button.tsx'
import { TagField } from '../ui/tag-field.tsx'
import { readDomain } from './read-domain.ts'
import { RoleField } from './role-field.tsx'
import { useUpdateWorkspace } from './use-update-workspace.ts'

/** Whose address lets them join by themselves, and as what. */
export function JoiningForm({ workspace }: { workspace: WorkspaceSettings }) {
  const { t } = useTranslation()
  const [domains, setDomains] = useState(workspace.joinDomains)
  const [role, setRole] = useState<InvitableRole>(workspace.joinRole)
  const save = useUpdateWorkspace()
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ joinDomains: domains, joinRole: role })
      }}
    >
      <TagField
        label={t('workspaceForm.domains')}
        hint={t('workspaceForm.domainsHint')}
        tags={domains}
        onChange={setDomains}
        read={readDomain}
        placeholder={t('workspaceForm.domainExample')}
        removeLabel={(domain) => t('workspaceForm.removeDomain', { domain })}
        notATag={t('workspaceForm.notADomain')}
      />
      {domains.length > 0 && (
        <RoleField label={t('workspaceForm.joinRole')} roles={invitableRoles} value={role} onChoose={setRole} />
      )}
      <FormError error={save.error} />
      <Button type="submit" look="primary" className="self-start" isBusy={save.isPending}>
        {t('app.save')}
      </Button>
    </form>
  )
}
