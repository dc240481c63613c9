import type { ApiKeyView } from '@brain-ai/contract'
import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { routes } from '../api.ts'
import { Button } from '../ui/button.tsx'
import { CodeBlock } from '../ui/code-block.tsx'
import { CopyButton, CopyField } from '../ui/copy-field.tsx'

export interface MadeKey {
  key: string
  apiKey: ApiKeyView
}

/** The key itself, this once, with a first call to try it. Only the reader's word that it is stored closes it. */
export function ApiKeyMade({ made: { key, apiKey }, onStored }: { made: MadeKey; onStored: () => void }) {
  const { t } = useTranslation()
  const example = exampleOf(apiKey.scopes, t('apiKeys.exampleQuestion'))
  return (
    <div className="flex flex-col gap-4">
      <p className="flex items-start gap-2 rounded-lg bg-busy-soft px-3 py-2 text-sm text-busy">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {t('apiKeys.neverAgain')}
      </p>
      <CopyField label={apiKey.name} value={key} copyLabel={t('app.copy')} copiedLabel={t('app.copied')} />
      <div className="flex flex-col gap-1">
        <h3 className="text-sm font-medium">{t('apiKeys.example')}</h3>
        <p className="text-xs text-muted">{t('apiKeys.exampleHint')}</p>
        <CodeBlock code={example} />
        <div className="mt-1 flex flex-wrap justify-between gap-2">
          <CopyButton value={example} copyLabel={t('apiKeys.copyExample')} copiedLabel={t('app.copied')} />
          <Button look="primary" onClick={onStored}>
            {t('apiKeys.stored')}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** A call that the key may make. The key stands in a variable, so that it does not end in the history of a shell. */
function exampleOf(scopes: ApiKeyView['scopes'], question: string): string {
  const call = (path: string) => `curl ${window.location.origin}${path} \\\n  -H "Authorization: Bearer $BRAIN_KEY"`
  if (scopes.includes('answers.ask')) {
    const body = JSON.stringify({ question })
    return `${call(routes.answers.askQuestion.path)} \\\n  -H "Content-Type: application/json" \\\n  -d '${body}'`
  }
  const readable = scopes.includes('documents.read') ? routes.documents.listDocuments : routes.workspaces.listWorkspaces
  return call(readable.path)
}
