import { type InstanceWorkspace, type PlanName, planNames } from '@brain-ai/contract'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { textOfError } from '../../error-text.ts'
import { classNames } from '../../ui/class-names.ts'
import { SelectField } from '../../ui/field.tsx'
import { showToast } from '../../ui/show-toast.ts'
import { useChosen } from '../../use-chosen.ts'
import { useChangeWorkspace } from './change-workspace.ts'
import { Chip, type ChipLook } from './chip.tsx'
import { UsageBars } from './usage-bars.tsx'
import { WorkspaceActions } from './workspace-actions.tsx'

/** One row each; where there is little room, the columns fold under the name. */
export function WorkspaceTable({ workspaces }: { workspaces: InstanceWorkspace[] }) {
  const { t } = useTranslation()
  const head = 'px-3 py-2 text-left text-xs font-medium text-muted'
  return (
    <table className="w-full border-separate border-spacing-0 max-md:block">
      <thead className="max-md:sr-only">
        <tr className="[&>*]:border-b [&>*]:border-line">
          <th scope="col" className={head}>
            {t('instance.columnWorkspace')}
          </th>
          <th scope="col" className={classNames(head, 'w-36')}>
            {t('instance.columnPlan')}
          </th>
          <th scope="col" className={classNames(head, 'w-28')}>
            {t('instance.columnStatus')}
          </th>
          <th scope="col" className={classNames(head, 'w-60')}>
            {t('instance.columnUsage')}
          </th>
          <th scope="col" className="w-12">
            <span className="sr-only">{t('instance.columnActions')}</span>
          </th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {workspaces.map((workspace) => (
          <Row key={workspace.id} workspace={workspace} />
        ))}
      </tbody>
    </table>
  )
}

const statusLooks: Record<InstanceWorkspace['status'], ChipLook> = { active: 'good', suspended: 'busy', cancelled: 'bad' }

function Row({ workspace }: { workspace: InstanceWorkspace }) {
  const { t } = useTranslation()
  const { name, slug, owners, status, usage } = workspace
  const cell = 'align-middle md:px-3 md:py-3'
  return (
    <tr className="[&>*]:border-line max-md:relative max-md:grid max-md:grid-cols-[1fr_auto] max-md:gap-x-4 max-md:gap-y-3 max-md:border-b max-md:border-line max-md:py-4 md:[&>*]:border-b">
      <th scope="row" className={classNames(cell, 'text-left font-normal max-md:pr-10 md:max-w-0')}>
        <p className="truncate text-sm font-medium">{name}</p>
        <p className="truncate font-mono text-xs text-muted">{slug}</p>
        <p className="truncate text-xs text-muted" title={owners.join(', ')}>
          {owners.length === 0 ? t('instance.noOwner') : owners.join(', ')}
        </p>
      </th>
      <td className={cell}>
        <PlanSelect workspace={workspace} />
      </td>
      <td className={classNames(cell, 'max-md:order-first max-md:col-span-2')}>
        <Chip look={statusLooks[status]}>{t(`statuses.${status}`)}</Chip>
      </td>
      <td className={classNames(cell, 'max-md:col-span-2')}>
        <UsageBars usage={usage} />
      </td>
      <td className={classNames(cell, 'max-md:absolute max-md:top-2 max-md:right-0 md:px-1')}>
        <WorkspaceActions workspace={workspace} />
      </td>
    </tr>
  )
}

/** The plan; another one holds at once, with a way back. */
function PlanSelect({ workspace: { slug, name, plan } }: { workspace: InstanceWorkspace }) {
  const { t } = useTranslation()
  const change = useChangeWorkspace()
  const report = (error: unknown) => showToast({ text: textOfError(t, error).text, isBad: true })
  const choose = useMutation({
    mutationFn: (next: PlanName) => change(slug, { plan: next }),
    onSuccess: (_, next) =>
      showToast({
        text: t('instance.planChanged', { workspace: name, plan: t(`plans.${next}`) }),
        action: { label: t('app.undo'), run: () => void change(slug, { plan }).catch(report) },
      }),
    onError: report,
  })
  const [shown, show] = useChosen(choose.isPending ? choose.variables : plan)
  return (
    <SelectField
      isLabelHidden
      label={t('instance.planOf', { workspace: name })}
      value={shown}
      choices={planNames.map((value) => ({ value, label: t(`plans.${value}`) }))}
      onChoose={(value) => show(value as PlanName, choose.mutateAsync(value as PlanName))}
    />
  )
}
