import { type ModelsView, mostFallbacks } from '@brain-ai/contract'
import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormError } from '../error-notice.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { RadioCard } from '../ui/radio-card.tsx'
import { useChooseModels } from './choose-models.ts'
import { ModelPicker } from './model-picker.tsx'

type Way = 'installation' | 'own' | 'none'

const wayOf = (own: readonly string[] | null): Way => (own === null ? 'installation' : own.length > 0 ? 'own' : 'none')

/** Who writes the answers: what the installation has, models of one's own choice in their order, or the built-in answerer. */
export function ChatModelsForm({ models, mayManage }: { models: ModelsView; mayManage: boolean }) {
  const { t } = useTranslation()
  const radio = useId()
  const { own, installation, providers } = models
  const [way, setWay] = useState<Way>(wayOf(own.chatModels))
  const [chain, setChain] = useState<readonly string[]>(own.chatModels ?? [])
  const save = useChooseModels(models)
  const chosen = way === 'installation' ? null : way === 'none' ? [] : [...chain]
  const isChanged = JSON.stringify(chosen) !== JSON.stringify(own.chatModels)
  const isComplete = way !== 'own' || chain.length > 0
  const texts: Record<Way, string> = {
    installation: installation.chatModels.join(', ') || t('models.installationNone'),
    own: t('models.ownText'),
    none: t('models.builtInText'),
  }
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-col gap-2" disabled={!mayManage}>
        <legend className="sr-only">{t('models.answers')}</legend>
        {(['installation', 'own', 'none'] as const).map((one) => (
          <RadioCard
            key={one}
            name={radio}
            title={t(`chatWays.${one}`)}
            text={texts[one]}
            isChosen={way === one}
            isDisabled={!mayManage}
            onChoose={() => setWay(one)}
          />
        ))}
      </fieldset>
      {way === 'own' && <Chain chain={chain} onChange={mayManage ? setChain : undefined} />}
      {way === 'own' && mayManage && chain.length <= mostFallbacks && (
        <ModelPicker
          providers={providers.filter(({ kind }) => kind !== 'onnx')}
          use="chat"
          submitLabel={t(chain.length > 0 ? 'models.addFallback' : 'models.addModel')}
          onPick={(reference) => setChain((before) => [...before.filter((one) => one !== reference), reference])}
        />
      )}
      <FormError error={save.error} />
      {mayManage && isChanged && (
        <div className="flex justify-end">
          <Button
            look="primary"
            disabled={!isComplete}
            isBusy={save.isPending}
            onClick={() => save.mutate({ chatModels: chosen })}
          >
            {t('models.saveAnswers')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Chain({ chain, onChange }: { chain: readonly string[]; onChange: ((chain: string[]) => void) | undefined }) {
  const { t } = useTranslation()
  const move = (from: number, to: number) => {
    const next = [...chain]
    const [one] = next.splice(from, 1)
    if (one !== undefined) next.splice(to, 0, one)
    onChange?.(next)
  }
  if (chain.length === 0) return null
  return (
    <ol aria-label={t('models.chain')} className="divide-y divide-line rounded-xl border border-line bg-surface">
      {chain.map((model, place) => (
        <li key={model} className="flex items-center gap-3 py-2 pr-2 pl-4">
          <div className="min-w-0 flex-1">
            <p className="truncate font-mono text-sm">{model}</p>
            <p className="text-xs text-muted">{place === 0 ? t('models.first') : t('models.fallback')}</p>
          </div>
          {onChange && (
            <div className="flex shrink-0">
              <IconButton
                label={t('models.moveUp', { model })}
                icon={<ArrowUp aria-hidden className="size-4" />}
                disabled={place === 0}
                onClick={() => move(place, place - 1)}
              />
              <IconButton
                label={t('models.moveDown', { model })}
                icon={<ArrowDown aria-hidden className="size-4" />}
                disabled={place === chain.length - 1}
                onClick={() => move(place, place + 1)}
              />
              <IconButton
                label={t('models.remove', { model })}
                icon={<X aria-hidden className="size-4" />}
                onClick={() => onChange(chain.filter((one) => one !== model))}
              />
            </div>
          )}
        </li>
      ))}
    </ol>
  )
}
