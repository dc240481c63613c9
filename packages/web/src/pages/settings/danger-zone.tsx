import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../api.ts'
import { ConfirmForm } from '../../forms/confirm-form.tsx'
import { TransferForm } from '../../forms/transfer-form.tsx'
import { membersQuery, ofWorkspace } from '../../queries.ts'
import { useIsHeldBack, useMay, useWorkspace } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Section } from '../../ui/section.tsx'

/** Parting with the workspace: hand it over, leave it, close it. */
export function DangerZone() {
  const { t } = useTranslation()
  const workspace = useWorkspace()
  const mayOwn = useMay('workspace.own')
  const isHeldBack = useIsHeldBack('workspace.own')
  const { data: members = [] } = useQuery(membersQuery())
  const [dialog, setDialog] = useState<'transfer' | 'leave' | 'close'>()
  const close = () => setDialog(undefined)
  // The page starts anew in another workspace, or where one is told that there is none.
  const goHome = () => window.location.assign('/')

  const owners = members.filter(({ role }) => role === 'owner')
  const isLastOwner = owners.length === 1 && owners[0]!.isYou
  const names = new Intl.ListFormat(document.documentElement.lang).format(owners.map(({ name }) => name))
  return (
    <Section title={t('danger.title')} intro={!mayOwn && !isHeldBack && owners.length > 0 && t('danger.whoMay', { names })}>
      <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
        {mayOwn && (
          <Step
            title={t('danger.transfer')}
            text={members.length > 1 ? t('danger.transferText') : t('danger.transferAlone')}
            action={members.length > 1 && <Button onClick={() => setDialog('transfer')}>{t('danger.transferAction')}</Button>}
          />
        )}
        <Step
          title={t('danger.leave')}
          text={isLastOwner ? t('danger.leaveLastOwner') : t('danger.leaveText')}
          action={!isLastOwner && <Button onClick={() => setDialog('leave')}>{t('danger.leaveAction')}</Button>}
        />
        {mayOwn && (
          <Step
            title={t('danger.close')}
            text={t('danger.closeText')}
            action={
              <Button look="danger" onClick={() => setDialog('close')}>
                {t('danger.closeAction')}
              </Button>
            }
          />
        )}
      </ul>
      <Dialog isOpen={dialog === 'transfer'} onClose={close} title={t('danger.transfer')} closeLabel={t('app.close')}>
        <TransferForm workspace={workspace} members={members.filter(({ isYou }) => !isYou)} onDone={close} />
      </Dialog>
      <Dialog
        isOpen={dialog === 'leave'}
        onClose={close}
        title={t('danger.leaveQuestion', { workspace: workspace.name })}
        closeLabel={t('app.close')}
      >
        <ConfirmForm
          submitLabel={t('danger.leaveAction')}
          act={() => api.call(routes.members.leaveWorkspace, { params: ofWorkspace() })}
          onDone={goHome}
          onCancel={close}
        >
          <p className="text-sm">{t('danger.leaveConsequence')}</p>
        </ConfirmForm>
      </Dialog>
      <Dialog
        isOpen={dialog === 'close'}
        onClose={close}
        title={t('danger.closeQuestion', { workspace: workspace.name })}
        closeLabel={t('app.close')}
      >
        <ConfirmForm
          submitLabel={t('danger.closeAction')}
          typed={{ label: t('danger.closeType', { slug: workspace.slug }), text: workspace.slug }}
          act={() => api.call(routes.workspaces.closeWorkspace, { params: ofWorkspace(), query: { confirm: workspace.slug } })}
          onDone={goHome}
          onCancel={close}
        >
          <p className="text-sm">{t('danger.closeConsequence')}</p>
        </ConfirmForm>
      </Dialog>
    </Section>
  )
}

const Step = ({ title, text, action }: { title: string; text: string; action: ReactNode }) => (
  <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 p-4">
    <div className="min-w-0 flex-[1_1_16rem]">
      <h3 className="text-sm font-medium">{title}</h3>
      <p className="mt-0.5 text-sm text-muted">{text}</p>
    </div>
    {action}
  </li>
)
