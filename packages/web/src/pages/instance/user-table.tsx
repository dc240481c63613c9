import type { InstanceUser } from '@brain-ai/contract'
import { ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatExactly, formatMoment, formatNumber } from '../../formats.ts'
import { useMe } from '../../session.ts'
import { classNames } from '../../ui/class-names.ts'
import { Chip } from './chip.tsx'
import { UserActions } from './user-actions.tsx'

/** One row each; where there is little room, the columns fold under the name. */
export function UserTable({ users }: { users: InstanceUser[] }) {
  const { t } = useTranslation()
  const head = 'px-3 py-2 text-left text-xs font-medium text-muted'
  return (
    <table className="w-full border-separate border-spacing-0 max-md:block">
      <thead className="max-md:sr-only">
        <tr className="[&>*]:border-b [&>*]:border-line">
          <th scope="col" className={head}>
            {t('instance.columnUser')}
          </th>
          <th scope="col" className={classNames(head, 'w-72')}>
            {t('instance.columnStatus')}
          </th>
          <th scope="col" className={classNames(head, 'w-32 text-right!')}>
            {t('instance.columnWorkspaces')}
          </th>
          <th scope="col" className={classNames(head, 'w-40')}>
            {t('instance.columnSeen')}
          </th>
          <th scope="col" className="w-12">
            <span className="sr-only">{t('instance.columnActions')}</span>
          </th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {users.map((user) => (
          <Row key={user.id} user={user} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ user }: { user: InstanceUser }) {
  const { t } = useTranslation()
  const me = useMe().user
  const { id, name, email, isOperator, hasSecondFactor, isDisabled, workspaces, lastSeenAt } = user
  const cell = 'align-middle text-sm text-muted md:px-3 md:py-3'
  const hasChips = isOperator || hasSecondFactor || isDisabled
  return (
    <tr className="[&>*]:border-line max-md:relative max-md:flex max-md:flex-wrap max-md:items-center max-md:gap-x-4 max-md:gap-y-2 max-md:border-b max-md:border-line max-md:py-4 md:[&>*]:border-b">
      <th scope="row" className={classNames(cell, 'text-left font-normal text-text! max-md:w-full max-md:pr-12 md:max-w-0')}>
        <p className={classNames('truncate text-sm font-medium', isDisabled && 'text-muted line-through')}>
          {name}
          {id === me.id && <span className="ml-2 font-normal text-muted">{t('instance.you')}</span>}
        </p>
        <p className="truncate text-xs text-muted">{email}</p>
      </th>
      <td className={classNames(cell, !hasChips && 'max-md:hidden')}>
        <span className="flex flex-wrap gap-1">
          {isOperator && <Chip look="accent">{t('instance.operator')}</Chip>}
          {hasSecondFactor && (
            <Chip look="good">
              <ShieldCheck aria-hidden className="mr-1 size-3" />
              {t('instance.secondFactor')}
            </Chip>
          )}
          {isDisabled && <Chip look="bad">{t('instance.disabled')}</Chip>}
        </span>
      </td>
      <td className={classNames(cell, 'tabular-nums md:text-right')}>
        {formatNumber(workspaces)}
        <span className="md:sr-only"> {t('instance.workspaceWord', { count: workspaces })}</span>
      </td>
      <td className={classNames(cell, 'whitespace-nowrap')}>
        {lastSeenAt ? (
          <time dateTime={lastSeenAt} title={formatExactly(lastSeenAt)}>
            {formatMoment(lastSeenAt)}
          </time>
        ) : (
          t('instance.never')
        )}
      </td>
      <td className={classNames(cell, 'max-md:absolute max-md:top-2 max-md:right-0 md:px-1!')}>
        <UserActions user={user} />
      </td>
    </tr>
  )
}
