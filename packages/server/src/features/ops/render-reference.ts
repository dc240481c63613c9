import { createHash } from 'node:crypto'
import type { ApiDescription } from '#platform/http'

interface Operation {
  readonly summary: string
  readonly tags: readonly string[]
  readonly 'x-permission': string
  readonly parameters?: readonly { name: string; in: string; required: boolean; description?: string; schema: Schema }[]
  readonly requestBody?: { content: Record<string, { schema: Schema }> }
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}

interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Record<string, Schema>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly default?: unknown
}

const style = `
:root{color-scheme:light dark;--ink:#1c1d22;--dim:#5c606b;--line:#e2e4e9;--page:#fff;--card:#f7f8fa;--accent:#3b5bdb}
@media(prefers-color-scheme:dark){:root{--ink:#e9eaee;--dim:#a2a7b3;--line:#2c2f37;--page:#14151a;--card:#1b1d23;--accent:#91a7ff}}
*{box-sizing:border-box}body{margin:0;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--page)}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem 6rem}h1{font-size:28px;margin:0 0 .25rem}h2{font-size:20px;margin:3rem 0 1rem}
h3{font-size:16px;margin:0;font-weight:600}p{margin:.25rem 0}a{color:var(--accent)}nav{margin:1.5rem 0;display:flex;flex-wrap:wrap;gap:.25rem 1rem}
article{border:1px solid var(--line);border-radius:10px;padding:1rem 1.25rem;margin:0 0 1rem}article>p{color:var(--dim)}
code,pre{font:14px/1.5 ui-monospace,monospace}pre{background:var(--card);border-radius:8px;padding:.75rem 1rem;overflow:auto;margin:.5rem 0 0}
table{border-collapse:collapse;width:100%;margin:.5rem 0 0;font-size:14px}td,th{text-align:left;padding:.35rem .75rem .35rem 0;border-top:1px solid var(--line);vertical-align:top}
.method{display:inline-block;min-width:4rem;font:600 12px/1.5 ui-monospace,monospace;color:var(--accent)}.may{font-size:12px;color:var(--dim);float:right}
summary{cursor:pointer;margin-top:.5rem;font-size:14px}`

/** The reference as one page to read, and the hash by which the content security policy lets its style through. */
export function renderReference(description: ApiDescription): { html: string; styleHash: string } {
  const { info, paths, components } = description as {
    info: { title: string; version: string; description: string }
    paths: Record<string, Record<string, Operation>>
    components: { schemas: Record<string, Schema> }
  }
  const errors = description['x-error-codes'] as Record<string, { status: number; title: string }>
  const operations = Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))]
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(info.title)} API</title><style>${style}</style></head><body><main>
<h1>${escapeHtml(info.title)} API</h1><p>Version ${escapeHtml(info.version)} · <a href="/api/openapi.json">OpenAPI 3.1</a></p><p>${escapeHtml(info.description)}</p>
<nav aria-label="Sections">${[...tags, 'Shapes', 'Errors'].map((tag) => `<a href="#${anchor(tag)}">${escapeHtml(tag)}</a>`).join('')}</nav>
${tags.map((tag) => renderTag(tag, operations)).join('')}
<h2 id="shapes">Shapes</h2>${Object.entries(components.schemas).map(renderShape).join('')}
<h2 id="errors">Errors</h2><table><thead><tr><th>Code</th><th>Status</th><th>Title</th></tr></thead><tbody>
${Object.entries(errors)
  .map(
    ([code, { status, title }]) =>
      `<tr id="error-${code.replace('/', '-')}"><td><code>${code}</code></td><td>${status}</td><td>${escapeHtml(title)}</td></tr>`,
  )
  .join('')}</tbody></table></main></body></html>`
  return { html, styleHash: `sha256-${createHash('sha256').update(style).digest('base64')}` }
}

function renderTag(tag: string, operations: readonly { path: string; method: string; operation: Operation }[]): string {
  const inside = operations.filter(({ operation }) => operation.tags.includes(tag))
  return `<h2 id="${anchor(tag)}">${escapeHtml(tag)}</h2>${inside.map(renderOperation).join('')}`
}

function renderOperation({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const parameters = (operation.parameters ?? []).filter((parameter) => parameter.name !== 'x-workspace-slug')
  const rows = parameters.map(
    ({ name, in: place, required, description, schema }) =>
      `<tr><td><code>${escapeHtml(name)}</code></td><td>${place}${required ? ', required' : ''}</td><td><code>${escapeHtml(typeName(schema))}</code></td><td>${escapeHtml(description ?? '')}</td></tr>`,
  )
  const bodies = Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) =>
    renderSchema(`Body, ${type}`, schema),
  )
  const replies = Object.entries(operation.responses)
    .filter(([status]) => status !== 'default')
    .flatMap(([status, { content }]) =>
      Object.entries(content ?? {}).map(([type, { schema }]) => renderSchema(`${status}, ${type}`, schema)),
    )
  return `<article><span class="may">${escapeHtml(operation['x-permission'])}</span><h3><span class="method">${method}</span><code>${escapeHtml(path)}</code></h3>
<p>${escapeHtml(operation.summary)}</p>${rows.length > 0 ? `<table><tbody>${rows.join('')}</tbody></table>` : ''}${bodies.join('')}${replies.join('')}</article>`
}

const renderSchema = (label: string, schema: Schema): string =>
  `<details><summary>${escapeHtml(label)}</summary><pre>${escapeHtml(outline(schema, ''))}</pre></details>`

const renderShape = ([name, schema]: [string, Schema]): string =>
  `<article id="shape-${anchor(name)}"><h3>${escapeHtml(name)}</h3><pre>${escapeHtml(outline(schema, ''))}</pre></article>`

function outline(schema: Schema, indent: string): string {
  const alternatives = schema.oneOf
  if (alternatives) return alternatives.map((one) => `${one.title ?? ''} ${outline(one, indent)}`.trim()).join(`\n${indent}`)
  if (!schema.properties) return typeName(schema)
  const deeper = `${indent}  `
  const lines = Object.entries(schema.properties).map(([name, property]) => {
    const optional = schema.required?.includes(name) ? '' : '?'
    const note = property.description ? `   // ${property.description}` : ''
    return `${deeper}${name}${optional}: ${property.properties ? outline(property, deeper) : typeName(property)}${note}`
  })
  return `{\n${lines.join('\n')}\n${indent}}`
}

function typeName(schema: Schema): string {
  if (schema.$ref) return schema.$ref.split('/').at(-1) ?? ''
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.anyOf) return schema.anyOf.map(typeName).join(' | ')
  if (schema.items) return `${typeName(schema.items)}[]`
  if (schema.properties) return `{ ${Object.keys(schema.properties).join(', ')} }`
  return Array.isArray(schema.type) ? schema.type.join(' | ') : String(schema.type ?? 'any')
}

const anchor = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '-')
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign)
