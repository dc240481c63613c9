import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, isCode, routes } from '../../api.ts'
import { FormError } from '../../error-notice.tsx'
import { CodeField } from '../../forms/code-field.tsx'
import { textOf } from '../../forms/field-problems.ts'
import { meQuery, useMe } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton, CopyField } from '../../ui/copy-field.tsx'
import { CheckboxField } from '../../ui/field.tsx'
import { saveBlob } from '../../ui/save-blob.ts'
import { showToast } from '../../ui/show-toast.ts'
import { Skeleton } from '../../ui/states.tsx'
import type { BegunFactor } from './use-begin-second-factor.ts'

const QrCode = lazy(() => import('./qr-code.tsx'))

interface SecondFactorSetupProps {
  begun: BegunFactor
  onCancel: () => void
}

/** Three steps: the app learns the secret, the recovery codes are put away, a code of the app proves that it works. */
export function SecondFactorSetup({ begun, onCancel }: SecondFactorSetupProps) {
  const { t } = useTranslation()
  const [isStored, setIsStored] = useState(false)
  const first = useRef<HTMLHeadingElement>(null)
  useEffect(() => first.current?.focus(), [])
  return (
    <ol className="flex flex-col gap-8">
      <Step number={1} title={t('security.scanTitle')} heading={first}>
        <p className="text-sm text-muted">{t('security.scanText')}</p>
        <Suspense fallback={<Skeleton className="size-48" />}>
          <QrCode text={begun.uri} label={t('security.qrCode')} />
        </Suspense>
        <CopyField label={t('security.secret')} value={begun.secret} copyLabel={t('app.copy')} copiedLabel={t('app.copied')} />
      </Step>
      <Step number={2} title={t('security.recoveryTitle')}>
        <RecoveryCodes codes={begun.recoveryCodes} />
        <CheckboxField label={t('security.stored')} checked={isStored} onChange={(event) => setIsStored(event.target.checked)} />
      </Step>
      <Step number={3} title={t('security.confirmTitle')}>
        <ConfirmCode isAllowed={isStored} onCancel={onCancel} />
      </Step>
    </ol>
  )
}

interface StepProps {
  number: number
  title: string
  heading?: React.RefObject<HTMLHeadingElement | null>
  children: ReactNode
}

const Step = ({ number, title, heading, children }: StepProps) => (
  <li className="flex gap-3">
    <span
      aria-hidden
      className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent"
    >
      {number}
    </span>
    <div className="flex min-w-0 flex-1 flex-col gap-3">
      <h3 ref={heading} tabIndex={-1} className="text-sm leading-6 font-semibold outline-none">
        {title}
      </h3>
      {children}
    </div>
  </li>
)

function RecoveryCodes({ codes }: { codes: string[] }) {
  const { t } = useTranslation()
  const { user } = useMe()
  const text = codes.join('\n')
  const download = () =>
    saveBlob(
      new Blob([
        `${t('security.fileHead', { app: t('app.name'), email: user.email, origin: window.location.origin })}\n\n${text}\n`,
      ]),
      'recovery-codes.txt',
    )
  return (
    <>
      <p className="text-sm text-muted">{t('security.recoveryText')}</p>
      <ul
        aria-label={t('security.recoveryCodes')}
        className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-xl bg-sunken px-4 py-3 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <CopyButton value={text} copyLabel={t('app.copy')} copiedLabel={t('app.copied')} />
        <Button icon={<Download aria-hidden className="size-4" />} onClick={download}>
          {t('security.download')}
        </Button>
      </div>
    </>
  )
}

function ConfirmCode({ isAllowed, onCancel }: { isAllowed: boolean; onCancel: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const confirm = useMutation({
    mutationFn: (code: string) => api.call(routes.auth.confirmSecondFactor, { body: { code } }),
    onSuccess: (me) => {
      queryClient.setQueryData(meQuery.queryKey, me)
      showToast({ text: t('security.turnedOn') })
    },
  })
  const isWrong = isCode(confirm.error, 'auth/second-factor-wrong')
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (isAllowed) confirm.mutate(textOf(new FormData(event.currentTarget), 'code').replace(/\s/g, ''))
      }}
    >
      <CodeField label={t('signIn.code')} isFocusedFirst={false} problem={isWrong ? t('security.codeWrong') : undefined} />
      {!isWrong && <FormError error={confirm.error} />}
      {!isAllowed && <p className="text-xs text-muted">{t('security.storeFirst')}</p>}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={!isAllowed} isBusy={confirm.isPending}>
          {t('security.turnOn')}
        </Button>
        <Button look="ghost" onClick={onCancel}>
          {t('app.cancel')}
        </Button>
      </div>
    </form>
  )
}
