import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ErrorNotice } from '../../../error-notice.tsx'
import { ChatModelsForm } from '../../../forms/chat-models-form.tsx'
import { EmbeddingModelForm } from '../../../forms/embedding-model-form.tsx'
import { modelsQuery } from '../../../queries.ts'
import { useMay } from '../../../session.ts'
import { Section } from '../../../ui/section.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { SettingsPage } from '../settings-page.tsx'
import { ProviderList } from './provider-list.tsx'

/** Who writes the answers and who makes the vectors, and where these models run. */
export function ModelsPage() {
  const { t } = useTranslation()
  const mayManage = useMay('models.manage')
  const { data: models, error, refetch } = useQuery(modelsQuery())
  return (
    <SettingsPage title={t('settings.models')} intro={t('models.intro')}>
      {error && !models && (
        <div className="mt-6">
          <ErrorNotice error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {!models && !error && (
        <div className="mt-8 flex flex-col gap-4">
          {[1, 2, 3].map((row) => (
            <Skeleton key={row} className="h-28" />
          ))}
        </div>
      )}
      {models && (
        <>
          <Section title={t('models.providers')} intro={t('models.providersIntro')}>
            <ProviderList providers={models.providers} mayManage={mayManage} />
          </Section>
          <Section title={t('models.answers')} intro={t('models.answersIntro')}>
            <ChatModelsForm key={JSON.stringify(models.own.chatModels)} models={models} mayManage={mayManage} />
          </Section>
          <Section title={t('models.vectors')} intro={t('models.vectorsIntro')}>
            <EmbeddingModelForm key={models.own.embeddingModel} models={models} mayManage={mayManage} />
          </Section>
        </>
      )}
    </SettingsPage>
  )
}
