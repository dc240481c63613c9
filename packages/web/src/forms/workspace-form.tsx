import { languages, type WorkspaceSettings } from '@brain-ai/contract'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isCode } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import type { Language } from '../languages/index.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { fieldProblems, textOf } from './field-problems.ts'
import { TimeZoneField } from './time-zone-field.tsx'
import { useUpdateWorkspace } from './use-update-workspace.ts'

/** Name, address, language and time zone of the workspace. */
export function WorkspaceForm({ workspace }: { workspace: WorkspaceSettings }) {
  const { t } = useTranslation()
  const [slug, setSlug] = useState(workspace.slug)
  const [language, setLanguage] = useState(workspace.language)
  const [timeZone, setTimeZone] = useState(workspace.timeZone)
  const save = useUpdateWorkspace()
  const problems = fieldProblems(save.error)
  const isTaken = isCode(save.error, 'workspace/slug-taken')
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ name: textOf(new FormData(event.currentTarget), 'name'), slug, language, timeZone })
      }}
    >
      <TextField
        label={t('workspaceForm.name')}
        name="name"
        defaultValue={workspace.name}
        required
        maxLength={80}
        autoComplete="organization"
        problem={problems.name}
      />
      <TextField
        label={t('workspaceForm.slug')}
        value={slug}
        onChange={(event) => setSlug(event.target.value.toLowerCase().replace(/\s/g, '-'))}
        required
        maxLength={64}
        pattern="[a-z0-9]([a-z0-9\-]{0,62}[a-z0-9])?"
        title={t('workspaceForm.slugPattern')}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        className="font-mono"
        hint={
          slug === workspace.slug ? (
            t('workspaceForm.slugHint')
          ) : (
            <span className="font-medium text-busy">{t('workspaceForm.slugWarning', { slug: workspace.slug })}</span>
          )
        }
        problem={isTaken ? t('errors.workspace/slug-taken') : problems.slug && t('workspaceForm.slugPattern')}
      />
      <SelectField
        label={t('workspaceForm.language')}
        value={language}
        choices={languages.map((value) => ({ value, label: t(`languages.${value}`) }))}
        onChoose={(value) => setLanguage(value as Language)}
      />
      <TimeZoneField value={timeZone} onChoose={setTimeZone} problem={problems.timeZone} />
      {!isTaken && <FormError error={save.error} />}
      <Button type="submit" look="primary" className="self-start" isBusy={save.isPending}>
        {t('app.save')}
      </Button>
    </form>
  )
}
