import { type ModelsView, noModel } from '@brain-ai/contract'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { FormError } from '../error-notice.tsx'
import { Button } from '../ui/button.tsx'
import { RadioCard } from '../ui/radio-card.tsx'
import { useChooseModels } from './choose-models.ts'
import { ModelPicker } from './model-picker.tsx'

type Way = 'installation' | 'own' | 'none'

const wayOf = (own: string | null): Way => (own === null ? 'installation' : own === noModel ? 'none' : 'own')

/** Who makes the vectors by which passages are found that say the same in other words. */
export function EmbeddingModelForm({ models, mayManage }: { models: ModelsView; mayManage: boolean }) {
  const { t } = useTranslation()
  const radio = useId()
  const { own, installation, providers } = models
  const [way, setWay] = useState<Way>(wayOf(own.embeddingModel))
  const [model, setModel] = useState(wayOf(own.embeddingModel) === 'own' ? own.embeddingModel : null)
  const save = useChooseModels(models)
  const chosen = way === 'installation' ? null : way === 'none' ? noModel : model
  const isChanged = chosen !== own.embeddingModel && !(way === 'own' && model === null)
  const texts: Record<Way, string> = {
    installation: installation.embeddingModel ?? t('models.installationNoVectors'),
    own: model ?? t('models.ownVectorsText'),
    none: t('models.noVectorsText'),
  }
  return (
    <div className="flex flex-col gap-3">
      <fieldset className="flex flex-col gap-2" disabled={!mayManage}>
        <legend className="sr-only">{t('models.vectors')}</legend>
        {(['installation', 'own', 'none'] as const).map((one) => (
          <RadioCard
            key={one}
            name={radio}
            title={t(`vectorWays.${one}`)}
            text={texts[one]}
            isChosen={way === one}
            isDisabled={!mayManage}
            onChoose={() => setWay(one)}
          />
        ))}
      </fieldset>
      {way === 'own' && mayManage && (
        <ModelPicker
          providers={providers.filter(({ embeds }) => embeds)}
          use="embedding"
          submitLabel={t('models.take')}
          onPick={setModel}
        />
      )}
      {isChanged && <p className="text-xs text-muted">{t('models.rebuild')}</p>}
      <FormError error={save.error} />
      {mayManage && isChanged && (
        <div className="flex justify-end">
          <Button look="primary" isBusy={save.isPending} onClick={() => save.mutate({ embeddingModel: chosen })}>
            {t('models.saveVectors')}
          </Button>
        </div>
      )}
    </div>
  )
}
