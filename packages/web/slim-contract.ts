import { parseSync } from 'oxc-parser'
import type { Plugin } from 'vite'

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [name: string]: unknown
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** What a chain of calls begins with: `z` of `z.string().min(1)`. */
function rootOf(node: Node): Node {
  let root = node
  for (;;) {
    const next = root.type === 'CallExpression' ? root.callee : root.type === 'MemberExpression' ? root.object : undefined
    if (!isNode(next)) return root
    root = next
  }
}

/** The places where a schema is built, outermost ones only. */
function* listSchemas(node: Node): Generator<Node> {
  const root = node.type === 'CallExpression' ? rootOf(node) : undefined
  if (root?.type === 'Identifier' && root.name === 'z') {
    yield node
    return
  }
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* listSchemas(child)
}

/**
 * The contract for the browser: routes without their schemas and what these say to readers of the API. Types come from the source,
 * values are checked on the server; together they would be a tenth of the first screen.
 */
export const slimContract: Plugin = {
  name: 'slim-contract',
  enforce: 'pre',
  transform(code, id) {
    if (!/packages[\\/]contract[\\/]src[\\/][\w-]+\.ts$/.test(id)) return
    const schemas = [...listSchemas(parseSync(id, code).program as unknown as Node)]
    let slim = code
    for (const { start, end } of schemas.reverse()) slim = `${slim.slice(0, start)}z${slim.slice(end)}`
    return slim.replace(/\bsummary:\s*(?:'(?:\\.|[^'\\])*'|`[^`]*`)/g, "summary: ''")
  },
}
