import { ShieldCheck, ShieldOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmPasswordForm } from '../../forms/confirm-password-form.tsx'
import { useMe } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { RemoveSecondFactorForm } from './remove-second-factor-form.tsx'
import { SecondFactorSetup } from './second-factor-setup.tsx'
import { type BegunFactor, useBeginSecondFactor } from './use-begin-second-factor.ts'

/** Whether codes of an app are asked for at sign-in; turns that on and off. */
export function SecondFactor() {
  const { t } = useTranslation()
  const { user } = useMe()
  const [begun, setBegun] = useState<BegunFactor>()
  const [dialog, setDialog] = useState<'begin' | 'remove'>()
  const begin = useBeginSecondFactor((factor) => {
    setBegun(factor)
    setDialog(undefined)
  })
  const close = () => {
    setDialog(undefined)
    begin.reset()
  }

  if (begun && !user.hasSecondFactor) return <SecondFactorSetup begun={begun} onCancel={() => setBegun(undefined)} />
  return (
    <div className="flex flex-col items-start gap-4">
      <State isOn={user.hasSecondFactor} isNew={begun !== undefined} />
      {user.hasSecondFactor ? (
        <Button onClick={() => setDialog('remove')}>{t('security.remove')}</Button>
      ) : (
        <Button look="primary" onClick={() => setDialog('begin')}>
          {t('security.setUp')}
        </Button>
      )}
      <Dialog
        isOpen={dialog === 'begin'}
        onClose={close}
        title={t('security.setUp')}
        intro={t('security.passwordFirst')}
        closeLabel={t('app.close')}
      >
        <ConfirmPasswordForm
          submitLabel={t('security.continue')}
          error={begin.error}
          isBusy={begin.isPending}
          onSubmit={(password) => begin.mutate(password)}
        />
      </Dialog>
      <Dialog
        isOpen={dialog === 'remove'}
        onClose={close}
        title={t('security.remove')}
        intro={t('security.removeText')}
        closeLabel={t('app.close')}
      >
        <RemoveSecondFactorForm
          onDone={() => {
            setBegun(undefined)
            close()
          }}
        />
      </Dialog>
    </div>
  )
}

/** On or off; takes the focus where it was just turned on, as the form with the focus is gone. */
function State({ isOn, isNew }: { isOn: boolean; isNew: boolean }) {
  const { t } = useTranslation()
  const text = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (isNew && isOn) text.current?.focus()
  }, [isNew, isOn])
  const Icon = isOn ? ShieldCheck : ShieldOff
  return (
    <p ref={text} tabIndex={-1} className="flex items-center gap-2 text-sm font-medium outline-none">
      <Icon aria-hidden className={isOn ? 'size-5 text-good' : 'size-5 text-muted'} />
      {t(isOn ? 'security.isOn' : 'security.isOff')}
    </p>
  )
}
