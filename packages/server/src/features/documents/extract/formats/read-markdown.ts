import type { ListItem, Nodes, Parents, Root, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { decodeText } from '../decode-text.ts'
import { assertNotTooMuchText, type BlockKind, type ReadFormat } from '../extracted-text.ts'
import { cutMarkdown } from '../markdown-sections.ts'
import { addTable } from '../table-rows.ts'
import { TextBuilder } from '../text-builder.ts'
import { addHtmlFragment } from './read-html.ts'
import { readPlain } from './read-plain-text.ts'

/** Markdown with GitHub's tables and lists: the signs go, the words and the code stay. */
export const readMarkdown: ReadFormat = (bytes, _fileName, { maxCharacters, onProgress }) => {
  const source = decodeText(bytes)
  assertNotTooMuchText(source.length, maxCharacters)
  const { body, title, author } = takeFrontMatter(source)
  const builder = new TextBuilder(maxCharacters)
  const walk = new MarkdownWalk(builder)
  let done = 0
  for (const piece of cutMarkdown(body)) {
    if (piece.isParsable) walk.blocks(parse(piece.text))
    else for (const block of readPlain(piece.text).blocks) builder.add('paragraph', piece.text.slice(block.start, block.end))
    done += piece.text.length
    onProgress(done / body.length)
  }
  return builder.build(title ?? builder.firstHeading, author)
}

const parse = (text: string): Root => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })

/** The lines between `---` at the very top; only their simple `name: value` pairs are read. */
function takeFrontMatter(source: string): { body: string; title?: string; author?: string } {
  // A rule may open a text as well; only front matter goes on with a name and a colon.
  if (!/^---\n[\w-]+:/.test(source)) return { body: source }
  const end = source.indexOf('\n---', 3)
  if (end === -1 || end > 20_000) return { body: source }
  const value = (name: string) => {
    const line = source
      .slice(4, end)
      .split('\n')
      .find((candidate) => candidate.toLowerCase().startsWith(`${name}:`))
    return line
      ?.slice(name.length + 1)
      .trim()
      .replace(/^(["'])(.*)\1$/, '$2')
  }
  const lineEnd = source.indexOf('\n', end + 1)
  const title = value('title')
  const author = value('author')
  return { body: lineEnd === -1 ? '' : source.slice(lineEnd + 1), ...(title ? { title } : {}), ...(author ? { author } : {}) }
}

class MarkdownWalk {
  readonly #builder: TextBuilder

  constructor(builder: TextBuilder) {
    this.#builder = builder
  }

  blocks(parent: Parents, kind: BlockKind = 'paragraph', prefix = ''): void {
    let lead = prefix
    for (const node of parent.children) {
      this.#block(node, kind, lead)
      lead = ''
    }
  }

  #block(node: Nodes, kind: BlockKind, prefix: string): void {
    switch (node.type) {
      case 'heading':
        this.#builder.heading(node.depth, prefix + inlineText(node))
        break
      case 'paragraph':
        this.#builder.add(kind, prefix + inlineText(node))
        break
      case 'code':
        this.#builder.add('code', node.value)
        break
      case 'blockquote':
        this.blocks(node, 'quote', prefix)
        break
      case 'list':
        for (const [index, item] of node.children.entries())
          this.#item(item, node.ordered ? `${(node.start ?? 1) + index}. ` : '- ')
        break
      case 'table':
        addTable(this.#builder, tableRows(node), 1)
        break
      case 'html':
        addHtmlFragment(this.#builder, node.value)
        break
      case 'footnoteDefinition':
        this.blocks(node, kind, `[${node.identifier}] `)
        break
    }
  }

  #item(item: ListItem, mark: string): void {
    const check = item.checked === true ? '[x] ' : item.checked === false ? '[ ] ' : ''
    this.blocks(item, 'list-item', mark + check)
  }
}

const tableRows = (table: Table): string[][] => table.children.map((row) => row.children.map((cell) => inlineText(cell)))

/** The words of a run of text. A link keeps its words; its address only where there are no words. */
function inlineText(node: Nodes): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value
    case 'break':
      return '\n'
    case 'image':
    case 'imageReference':
      return node.alt ?? ''
    case 'footnoteReference':
      return `[${node.identifier}]`
    case 'html':
      return /^<br\s*\/?>$/i.test(node.value) ? '\n' : ''
    default:
      if (!('children' in node)) return ''
      return node.children.map(inlineText).join('') || (node.type === 'link' ? node.url : '')
  }
}
