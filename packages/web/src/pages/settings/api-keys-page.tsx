import { useQuery } from '@tanstack/react-query'
import { KeyRound, Plus } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../error-notice.tsx'
import { ApiKeyForm } from '../../forms/api-key-form.tsx'
import { ApiKeyMade } from '../../forms/api-key-made.tsx'
import { apiKeysQuery } from '../../queries.ts'
import { useMay } from '../../session.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { ApiKeyList } from './api-key-list.tsx'
import { SettingsPage } from './settings-page.tsx'
import { UseFromPrograms } from './use-from-programs.tsx'

/** The keys with which programs act in the name of a member. */
export function ApiKeysPage() {
  const { t } = useTranslation()
  const mayWrite = useMay('keys.write')
  const mayManage = useMay('keys.manage')
  const [isAll, setIsAll] = useState(false)
  const [isMaking, setIsMaking] = useState(false)
  const [made, setMade] = useState<Parameters<typeof ApiKeyMade>[0]['made']>()
  const showsAll = isAll && mayManage
  const { data: keys, error, refetch } = useQuery(apiKeysQuery(showsAll))
  const close = () => {
    setIsMaking(false)
    setMade(undefined)
  }
  const newKey = mayWrite && (
    <Button look="primary" icon={<Plus aria-hidden className="size-4" />} onClick={() => setIsMaking(true)}>
      {t('apiKeys.new')}
    </Button>
  )
  return (
    <SettingsPage title={t('settings.apiKeys')} intro={t('apiKeys.intro')} actions={keys && keys.length > 0 && newKey}>
      <div className="mt-6 flex flex-col gap-4">
        {mayManage && <AllSwitch isOn={isAll} onToggle={setIsAll} />}
        {error && !keys && <ErrorNotice error={error} onRetry={() => void refetch()} />}
        {!keys && !error && [1, 2].map((row) => <Skeleton key={row} className="h-24" />)}
        {keys?.length === 0 && (
          <div className="rounded-2xl border-2 border-dashed border-line">
            <EmptyState icon={<KeyRound aria-hidden />} title={t('apiKeys.emptyTitle')} actions={newKey}>
              {t('apiKeys.emptyText')}
            </EmptyState>
          </div>
        )}
        {keys && keys.length > 0 && <ApiKeyList keys={keys} showsMembers={showsAll} />}
      </div>
      <UseFromPrograms />
      <Dialog
        isOpen={isMaking}
        onClose={close}
        isKept={made !== undefined}
        title={made ? t('apiKeys.madeTitle') : t('apiKeys.new')}
        intro={made ? undefined : t('apiKeys.newIntro')}
        closeLabel={t('app.close')}
      >
        {made ? <ApiKeyMade made={made} onStored={close} /> : <ApiKeyForm onMade={setMade} />}
      </Dialog>
    </SettingsPage>
  )
}

function AllSwitch({ isOn, onToggle }: { isOn: boolean; onToggle: (isOn: boolean) => void }) {
  const { t } = useTranslation()
  const id = useId()
  return (
    <div className="flex min-h-11 items-center gap-3 md:min-h-6">
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={isOn}
        aria-checked={isOn}
        onChange={(event) => onToggle(event.target.checked)}
        className="relative h-5 w-9 shrink-0 cursor-pointer appearance-none rounded-full bg-line-strong transition-colors before:absolute before:top-0.5 before:left-0.5 before:size-4 before:rounded-full before:bg-surface before:transition-transform checked:bg-accent-fill checked:before:translate-x-4"
      />
      <label htmlFor={id} className="cursor-pointer text-sm">
        {t('apiKeys.ofAll')}
      </label>
    </div>
  )
}
