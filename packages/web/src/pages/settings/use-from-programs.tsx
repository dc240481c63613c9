import { useTranslation } from 'react-i18next'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyButton, CopyField } from '../../ui/copy-field.tsx'
import { Section } from '../../ui/section.tsx'

/** How programs that speak the protocols of others reach the workspace with a key. */
export function UseFromPrograms() {
  const { t } = useTranslation()
  const { origin } = window.location
  return (
    <Section title={t('programs.title')} intro={t('programs.intro')}>
      <div className="flex flex-col gap-6">
        <CopyField label={t('programs.baseUrl')} value={`${origin}/v1`} copyLabel={t('app.copy')} copiedLabel={t('app.copied')} />
        <Example
          title={t('programs.openai')}
          hint={t('programs.openaiHint')}
          code={openaiExample(origin, t('programs.question'))}
          copyLabel={t('programs.copyOpenai')}
        />
        <Example
          title={t('programs.mcp')}
          hint={t('programs.mcpHint')}
          code={mcpExample(origin)}
          copyLabel={t('programs.copyMcp')}
        />
      </div>
    </Section>
  )
}

function Example({ title, hint, code, copyLabel }: { title: string; hint: string; code: string; copyLabel: string }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-1">
      <h3 className="text-sm font-medium">{title}</h3>
      <p className="text-xs text-muted">{hint}</p>
      <CodeBlock code={code} />
      <div className="mt-1">
        <CopyButton value={code} copyLabel={copyLabel} copiedLabel={t('app.copied')} />
      </div>
    </div>
  )
}

// The list of models begins with the general agent, whatever it is called.
const openaiExample = (origin: string, question: string): string => `import OpenAI from 'openai'

const brain = new OpenAI({ baseURL: '${origin}/v1', apiKey: process.env.BRAIN_KEY })
const { data: agents } = await brain.models.list()
const { choices } = await brain.chat.completions.create({
  model: agents[0].id,
  messages: [{ role: 'user', content: '${question}' }],
})
console.log(choices[0].message.content)`

const mcpExample = (origin: string): string => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the program that reads the settings puts the key in
  const headers = { Authorization: 'Bearer ${BRAIN_KEY}' }
  return JSON.stringify({ mcpServers: { brain: { type: 'http', url: `${origin}/mcp`, headers } } }, undefined, 2)
}
