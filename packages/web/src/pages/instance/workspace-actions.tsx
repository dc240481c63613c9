import type { InstanceWorkspace, WorkspaceStatus } from '@brain-ai/contract'
import { CircleX, DoorOpen, Ellipsis, PauseCircle, SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { textOfError } from '../../error-text.ts'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { LimitsForm } from '../../forms/limits-form.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../ui/menu.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { useChangeWorkspace } from './change-workspace.ts'

/** What an operator can do with a workspace. Opening one again hurts nobody and is not asked twice. */
export function WorkspaceActions({ workspace }: { workspace: InstanceWorkspace }) {
  const { t } = useTranslation()
  const change = useChangeWorkspace()
  const [dialog, setDialog] = useState<'limits' | 'suspended' | 'cancelled'>()
  const close = () => setDialog(undefined)
  const { name, slug, status } = workspace
  const set = async (next: WorkspaceStatus) => {
    await change(slug, { status: next })
    showToast({ text: t(`statusChanges.${next}`, { workspace: name }), timeoutMs: 4000 })
  }
  const reopen = () => set('active').catch((error: unknown) => showToast({ text: textOfError(t, error).text, isBad: true }))
  return (
    <>
      <Menu
        trigger={<IconButton label={t('instance.actionsFor', { name })} icon={<Ellipsis aria-hidden className="size-4" />} />}
      >
        <MenuItem icon={<SlidersHorizontal aria-hidden />} onSelect={() => setDialog('limits')}>
          {t('instance.limits')}
        </MenuItem>
        {status !== 'active' && (
          <MenuItem icon={<DoorOpen aria-hidden />} onSelect={() => void reopen()}>
            {t('instance.openAgain')}
          </MenuItem>
        )}
        {status === 'active' && (
          <MenuItem icon={<PauseCircle aria-hidden />} onSelect={() => setDialog('suspended')}>
            {t('instance.suspend')}
          </MenuItem>
        )}
        {status !== 'cancelled' && (
          <MenuItem isDanger icon={<CircleX aria-hidden />} onSelect={() => setDialog('cancelled')}>
            {t('instance.close')}
          </MenuItem>
        )}
      </Menu>
      <Dialog
        isOpen={dialog === 'limits'}
        onClose={close}
        title={t('instance.limitsOf', { workspace: name })}
        intro={t('instance.limitsIntro', { plan: t(`plans.${workspace.plan}`) })}
        closeLabel={t('app.close')}
      >
        <LimitsForm workspace={workspace} onDone={close} />
      </Dialog>
      <Dialog
        isOpen={dialog === 'suspended'}
        onClose={close}
        title={t('instance.suspendTitle', { workspace: name })}
        closeLabel={t('app.close')}
      >
        <ConfirmForm submitLabel={t('instance.suspend')} act={() => set('suspended')} onDone={close} onCancel={close}>
          <p className="text-sm">{t('instance.suspendText')}</p>
        </ConfirmForm>
      </Dialog>
      <Dialog
        isOpen={dialog === 'cancelled'}
        onClose={close}
        title={t('instance.closeTitle', { workspace: name })}
        closeLabel={t('app.close')}
      >
        <ConfirmForm submitLabel={t('instance.close')} act={() => set('cancelled')} onDone={close} onCancel={close}>
          <p className="text-sm">{t('instance.closeText')}</p>
        </ConfirmForm>
      </Dialog>
    </>
  )
}
