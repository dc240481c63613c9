import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { useCountdown } from '../use-countdown.ts'
import { AttemptError } from './attempt-error.tsx'
import { CodeField } from './code-field.tsx'
import { textOf } from './field-problems.ts'
import type { Credentials } from './sign-in-form.tsx'

interface SecondFactorFormProps {
  credentials: Credentials
  onDone: () => void
  /** Back to e-mail and password; with the error, where these are what is wrong by now. */
  onBack: (error?: unknown) => void
}

/** The second step of signing in: a code of the authenticator app, or one that was stored for the day it is lost. */
export function SecondFactorForm({ credentials, onDone, onBack }: SecondFactorFormProps) {
  const { t } = useTranslation()
  const [isRecovery, setIsRecovery] = useState(false)
  const signIn = useMutation({
    mutationFn: (code: string) => api.call(routes.auth.signIn, { body: { ...credentials, code } }),
    onSuccess: onDone,
    onError: (error) => {
      if (isCode(error, 'auth/wrong-credentials', 'auth/account-disabled')) onBack(error)
    },
  })
  const secondsLeft = useCountdown(signIn.error)
  const isWrong = isCode(signIn.error, 'auth/second-factor-wrong')
  const problem = isWrong ? t(isRecovery ? 'signIn.recoveryCodeWrong' : 'signIn.codeWrong') : undefined
  return (
    <form
      key={String(isRecovery)}
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        const code = textOf(new FormData(event.currentTarget), 'code')
        signIn.mutate(isRecovery ? code.trim() : code.replace(/\s/g, ''))
      }}
    >
      {isRecovery ? (
        <TextField
          label={t('signIn.recoveryCode')}
          hint={t('signIn.recoveryCodeHint')}
          problem={problem}
          name="code"
          required
          autoFocus
          minLength={6}
          maxLength={32}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          className="font-mono"
        />
      ) : (
        <CodeField label={t('signIn.code')} hint={t('signIn.codeHint')} problem={problem} />
      )}
      {!isWrong && <AttemptError error={signIn.error} secondsLeft={secondsLeft} />}
      <Button type="submit" look="primary" className="md:min-h-10" isBusy={signIn.isPending} disabled={secondsLeft > 0}>
        {t('signIn.confirmCode')}
      </Button>
      <div className="flex flex-wrap justify-between gap-x-4">
        <Button
          look="ghost"
          className="-mx-3"
          onClick={() => {
            signIn.reset()
            setIsRecovery(!isRecovery)
          }}
        >
          {t(isRecovery ? 'signIn.useApp' : 'signIn.useRecoveryCode')}
        </Button>
        <Button look="ghost" className="-mx-3" onClick={() => onBack()}>
          {t('signIn.otherAccount')}
        </Button>
      </div>
    </form>
  )
}
