import { useTranslation } from 'react-i18next'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { textOf } from './field-problems.ts'

/** Takes the setup link, or the token alone, where somebody came without it. */
export function SetupTokenForm({ onToken }: { onToken: (token: string) => void }) {
  const { t } = useTranslation()
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        const text = textOf(new FormData(event.currentTarget), 'token').trim()
        onToken(URL.parse(text)?.searchParams.get('token') ?? text)
      }}
    >
      <TextField label={t('setup.token')} name="token" required autoComplete="off" spellCheck={false} className="font-mono" />
      <Button type="submit" look="primary" className="self-start">
        {t('setup.tokenSubmit')}
      </Button>
    </form>
  )
}
