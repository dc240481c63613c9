import type { ProviderView } from '@brain-ai/contract'
import { useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { Ellipsis, Pencil, Plug, Plus, Server, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, routes } from '../../../api.ts'
import { ConfirmForm } from '../../../forms/confirm-form.tsx'
import { ModelTestForm } from '../../../forms/model-test-form.tsx'
import { ProviderForm } from '../../../forms/provider-form.tsx'
import { modelsKey } from '../../../queries.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Menu, MenuItem } from '../../../ui/menu.tsx'
import { showToast } from '../../../ui/show-toast.ts'
import { EmptyState } from '../../../ui/states.tsx'

type Doing = { what: 'add' } | { what: 'edit' | 'test' | 'delete'; provider: ProviderView }

/** Where models run: those of the installation, and those that the workspace set up itself. */
export function ProviderList({ providers, mayManage }: { providers: ProviderView[]; mayManage: boolean }) {
  const { t } = useTranslation()
  const [doing, setDoing] = useState<Doing>()
  const close = () => setDoing(undefined)
  const add = mayManage && (
    <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => setDoing({ what: 'add' })}>
      {t('models.add')}
    </Button>
  )
  return (
    <>
      {providers.length === 0 ? (
        <div className="rounded-2xl border-2 border-dashed border-line">
          <EmptyState icon={<Server aria-hidden />} title={t('models.emptyTitle')} actions={add}>
            {t('models.emptyText')}
          </EmptyState>
        </div>
      ) : (
        <div className="flex flex-col items-start gap-3">
          <ul aria-label={t('models.providers')} className="w-full divide-y divide-line rounded-xl border border-line bg-surface">
            {providers.map((provider) => (
              <Row key={provider.name} provider={provider} onDo={mayManage ? setDoing : undefined} />
            ))}
          </ul>
          {add}
        </div>
      )}
      <Dialog
        isOpen={doing !== undefined}
        onClose={close}
        title={titleOf(t, doing)}
        intro={doing?.what === 'add' ? t('models.addIntro') : undefined}
        closeLabel={t('app.close')}
      >
        {doing && <Body doing={doing} onDone={close} onTest={(provider) => setDoing({ what: 'test', provider })} />}
      </Dialog>
    </>
  )
}

function titleOf(t: TFunction, doing: Doing | undefined): string {
  if (!doing || doing.what === 'add') return t('models.add')
  const { name } = doing.provider
  if (doing.what === 'edit') return t('models.editNamed', { name })
  return t(doing.what === 'test' ? 'models.testNamed' : 'models.deleteQuestion', { name })
}

function Body({ doing, onDone, onTest }: { doing: Doing; onDone: () => void; onTest: (provider: ProviderView) => void }) {
  if (doing.what === 'add') return <ProviderForm onSaved={onTest} onCancel={onDone} />
  if (doing.what === 'edit') return <ProviderForm provider={doing.provider} onSaved={onTest} onCancel={onDone} />
  if (doing.what === 'test') return <ModelTestForm provider={doing.provider} onDone={onDone} />
  return <DeleteForm provider={doing.provider} onDone={onDone} />
}

function DeleteForm({ provider: { name }, onDone }: { provider: ProviderView; onDone: () => void }) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  return (
    <ConfirmForm
      submitLabel={t('models.delete')}
      act={() => api.call(routes.models.deleteProvider, { params: { name } })}
      onCancel={onDone}
      onDone={() => {
        showToast({ text: t('models.deleted', { name }) })
        onDone()
        // Nobody asks a provider that is gone for its models.
        queryClient.removeQueries({ queryKey: [...modelsKey(), 'of', name] })
        void queryClient.invalidateQueries({ queryKey: modelsKey(), exact: true })
      }}
    >
      <p className="text-sm">{t('models.deleteConsequence')}</p>
    </ConfirmForm>
  )
}

function Row({ provider, onDo }: { provider: ProviderView; onDo: ((doing: Doing) => void) | undefined }) {
  const { t } = useTranslation()
  const { name, kind, origin, state } = provider
  return (
    <li className="flex items-center justify-between gap-3 p-4">
      <div className="flex min-w-0 flex-col gap-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h3 className="min-w-0 truncate text-sm font-medium">{name}</h3>
          <span className="rounded-full bg-sunken px-2 py-0.5 text-xs font-medium text-muted">{t(`providerKinds.${kind}`)}</span>
          {state === 'key-lost' && (
            <span className="rounded-full bg-bad-soft px-2 py-0.5 text-xs font-medium text-bad">{t('models.keyLost')}</span>
          )}
        </div>
        <p className="text-xs wrap-anywhere text-muted">
          {origin === 'installation' ? t('models.ofInstallation') : <Address provider={provider} />}
        </p>
      </div>
      {onDo && (
        <div className="flex shrink-0 items-center gap-1">
          <Button
            icon={<Plug aria-hidden className="size-4" />}
            aria-label={t('models.testNamed', { name })}
            onClick={() => onDo({ what: 'test', provider })}
          >
            {t('models.test')}
          </Button>
          {origin === 'workspace' && (
            <Menu
              trigger={<IconButton label={t('models.actions', { name })} icon={<Ellipsis aria-hidden className="size-4" />} />}
            >
              <MenuItem icon={<Pencil aria-hidden />} onSelect={() => onDo({ what: 'edit', provider })}>
                {t('models.edit')}
              </MenuItem>
              <MenuItem icon={<Trash2 aria-hidden />} isDanger onSelect={() => onDo({ what: 'delete', provider })}>
                {t('models.delete')}
              </MenuItem>
            </Menu>
          )}
        </div>
      )}
    </li>
  )
}

function Address({ provider: { baseUrl, hasKey, keyEnding } }: { provider: ProviderView }) {
  const { t } = useTranslation()
  return (
    <>
      {baseUrl && `${baseUrl} · `}
      {hasKey ? (keyEnding ? t('models.keyEnding', { ending: keyEnding }) : t('models.withKey')) : t('models.withoutKey')}
    </>
  )
}
