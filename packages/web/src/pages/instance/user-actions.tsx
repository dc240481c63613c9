import type { contract, InstanceUser } from '@brain-ai/contract'
import type { Reply } from '@brain-ai/sdk'
import { useMutation } from '@tanstack/react-query'
import { Ellipsis, Link2, ShieldOff, UserRoundCheck, UserRoundCog, UserRoundX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { textOfError } from '../../error-text.ts'
import { formatExactly } from '../../formats.ts'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { type UserChange, useChangeUser } from './change-user.ts'

/** What is asked about once more before it happens, and what it does then. */
const questions = {
  makeOperator: {
    title: 'instance.makeOperatorTitle',
    text: 'instance.makeOperatorText',
    action: 'instance.makeOperator',
    change: { isOperator: true },
  },
  disable: {
    title: 'instance.disableTitle',
    text: 'instance.disableText',
    action: 'instance.disable',
    change: { isDisabled: true },
  },
  removeSecondFactor: {
    title: 'instance.removeSecondFactorTitle',
    text: 'instance.removeSecondFactorText',
    action: 'instance.removeSecondFactor',
    change: { hasSecondFactor: false },
  },
} as const satisfies Record<string, { title: string; text: string; action: string; change: UserChange }>

type Question = keyof typeof questions
type ResetLink = Reply<typeof contract.instance.makeResetLink>

/** What an operator can do with an account. */
export function UserActions({ user }: { user: InstanceUser }) {
  const { t } = useTranslation()
  const change = useChangeUser()
  const [question, setQuestion] = useState<Question>()
  const [link, setLink] = useState<ResetLink>()
  const { id, name, email, isOperator, isDisabled, hasSecondFactor } = user
  const report = (error: unknown) => showToast({ text: textOfError(t, error).text, isBad: true })
  const set = (body: UserChange) => change(id, body).catch(report)
  const makeLink = useMutation({
    mutationFn: () => api.call(routes.instance.makeResetLink, { params: { id } }),
    onSuccess: setLink,
    onError: report,
    gcTime: 0,
  })
  const close = () => setQuestion(undefined)
  return (
    <>
      <Menu
        trigger={<IconButton label={t('instance.actionsFor', { name })} icon={<Ellipsis aria-hidden className="size-4" />} />}
      >
        {!isDisabled && (
          <MenuItem icon={<Link2 aria-hidden />} onSelect={() => makeLink.mutate()}>
            {t('instance.makeLink')}
          </MenuItem>
        )}
        {isOperator ? (
          <MenuItem icon={<UserRoundCog aria-hidden />} onSelect={() => void set({ isOperator: false })}>
            {t('instance.unmakeOperator')}
          </MenuItem>
        ) : (
          <MenuItem icon={<UserRoundCog aria-hidden />} onSelect={() => setQuestion('makeOperator')}>
            {t('instance.makeOperator')}
          </MenuItem>
        )}
        {hasSecondFactor && (
          <MenuItem icon={<ShieldOff aria-hidden />} onSelect={() => setQuestion('removeSecondFactor')}>
            {t('instance.removeSecondFactor')}
          </MenuItem>
        )}
        {isDisabled ? (
          <MenuItem icon={<UserRoundCheck aria-hidden />} onSelect={() => void set({ isDisabled: false })}>
            {t('instance.enable')}
          </MenuItem>
        ) : (
          <MenuItem isDanger icon={<UserRoundX aria-hidden />} onSelect={() => setQuestion('disable')}>
            {t('instance.disable')}
          </MenuItem>
        )}
      </Menu>
      <Dialog
        isOpen={question !== undefined}
        onClose={close}
        title={question ? t(questions[question].title, { name }) : ''}
        closeLabel={t('app.close')}
      >
        {question && (
          <ConfirmForm
            submitLabel={t(questions[question].action)}
            act={() => change(id, questions[question].change)}
            onDone={close}
            onCancel={close}
          >
            <p className="text-sm">{t(questions[question].text, { email })}</p>
          </ConfirmForm>
        )}
      </Dialog>
      <Dialog
        isOpen={link !== undefined}
        isKept
        onClose={() => setLink(undefined)}
        title={t('instance.linkTitle', { name })}
        intro={link && t('instance.linkText', { when: formatExactly(link.expiresAt) })}
        closeLabel={t('app.close')}
      >
        {link && (
          <div className="flex flex-col gap-5">
            <CopyField label={t('instance.link')} value={link.link} copyLabel={t('app.copy')} copiedLabel={t('app.copied')} />
            <Button look="primary" className="self-end" onClick={() => setLink(undefined)}>
              {t('instance.linkDone')}
            </Button>
          </div>
        )}
      </Dialog>
    </>
  )
}
