import { languages } from '@brain-ai/contract'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../api.ts'
import { FormError } from '../error-notice.tsx'
import { currentLanguage, type Language } from '../languages/index.ts'
import { Button } from '../ui/button.tsx'
import { SelectField, TextField } from '../ui/field.tsx'
import { switchWorkspace } from '../workspace-choice.ts'
import { fieldProblems, textOf } from './field-problems.ts'
import { browserTimeZone, TimeZoneField } from './time-zone-field.tsx'

/** Another workspace, which one owns and is in afterwards. */
export function NewWorkspaceForm() {
  const { t } = useTranslation()
  const [language, setLanguage] = useState<Language>(currentLanguage)
  const [timeZone, setTimeZone] = useState(browserTimeZone)
  const create = useMutation({
    mutationFn: (name: string) => api.call(routes.workspaces.createWorkspace, { body: { name, language, timeZone } }),
    onSuccess: ({ slug }) => switchWorkspace(slug),
  })
  const problems = fieldProblems(create.error)
  return (
    <form
      className="flex flex-col gap-5 text-left"
      onSubmit={(event) => {
        event.preventDefault()
        create.mutate(textOf(new FormData(event.currentTarget), 'name'))
      }}
    >
      <TextField
        label={t('workspaceForm.name')}
        hint={t('setup.workspaceHint')}
        name="name"
        required
        autoFocus
        maxLength={80}
        autoComplete="off"
        problem={problems.name}
      />
      <SelectField
        label={t('workspaceForm.language')}
        value={language}
        choices={languages.map((value) => ({ value, label: t(`languages.${value}`) }))}
        onChoose={(value) => setLanguage(value as Language)}
      />
      <TimeZoneField value={timeZone} onChoose={setTimeZone} problem={problems.timeZone} />
      <FormError error={create.error} />
      <Button type="submit" look="primary" className="self-start" isBusy={create.isPending || create.isSuccess}>
        {t('newWorkspace.submit')}
      </Button>
    </form>
  )
}
