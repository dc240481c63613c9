import type { BlockKind } from './extracted-text.ts'
import { addTable } from './table-rows.ts'
import type { TextBuilder } from './text-builder.ts'

/** What we need of a parsed page; linkedom's own types want a browser's. */
export interface HtmlNode {
  nodeType: number
  nodeName: string
  textContent: string | null
  childNodes: ArrayLike<HtmlNode> & Iterable<HtmlNode>
  parentNode: HtmlNode | null
}

export interface HtmlElement extends HtmlNode {
  getAttribute(name: string): string | null
  hasAttribute(name: string): boolean
  querySelector(selector: string): HtmlElement | null
  querySelectorAll(selector: string): Iterable<HtmlElement>
  remove(): void
}

const elementNode = 1
const textNode = 3

const names = (list: string) => new Set(list.toUpperCase().split(' '))

const neverText = names(
  'script style noscript template iframe object embed svg math canvas audio video picture map head select option datalist button input textarea form-data link meta title nav menu dialog',
)
const blockNames = names(
  'address article aside body blockquote center details dd div dl dt fieldset figcaption figure footer form header hr html legend main p section summary ul ol li table caption thead tbody tfoot tr pre h1 h2 h3 h4 h5 h6',
)
const maxDepth = 1_000

/** Writes what a reader of the page would see, block by block. `root` is walked, not changed. */
export function addHtmlBlocks(builder: TextBuilder, root: HtmlNode): void {
  new HtmlWalk(builder).walk(root, 'paragraph', 0)
}

class HtmlWalk {
  readonly #builder: TextBuilder
  #inline = ''
  #kind: BlockKind = 'paragraph'
  #listPrefix = ''

  constructor(builder: TextBuilder) {
    this.#builder = builder
  }

  walk(node: HtmlNode, kind: BlockKind, depth: number): void {
    this.#children(node, kind, depth)
    this.#flush()
  }

  #children(node: HtmlNode, kind: BlockKind, depth: number): void {
    // Deeper than any page a person wrote: what is below is taken as one text.
    if (depth > maxDepth) {
      this.#inline += node.textContent ?? ''
      return
    }
    for (const child of node.childNodes) {
      if (child.nodeType === textNode) this.#text(child.textContent ?? '', kind)
      else if (child.nodeType === elementNode) this.#element(child as HtmlElement, kind, depth + 1)
    }
  }

  #text(text: string, kind: BlockKind): void {
    if (this.#inline === '') this.#kind = kind
    this.#inline += text.replace(/\s+/g, ' ')
  }

  #element(element: HtmlElement, kind: BlockKind, depth: number): void {
    const name = element.nodeName.toUpperCase()
    if (neverText.has(name) || isHidden(element)) return
    if (name === 'BR') this.#inline += '\n'
    else if (name === 'IMG') this.#inline += element.getAttribute('alt') ?? ''
    else if (!blockNames.has(name)) this.#children(element, kind, depth)
    else {
      this.#flush()
      this.#block(element, name, kind, depth)
      this.#flush()
    }
  }

  #block(element: HtmlElement, name: string, kind: BlockKind, depth: number): void {
    if (/^H[1-6]$/.test(name)) this.#builder.heading(Number(name[1]), visibleText(element))
    else if (name === 'PRE') this.#builder.add('code', rawText(element))
    else if (name === 'TABLE') this.#table(element, depth)
    else if (name === 'BLOCKQUOTE') this.#children(element, 'quote', depth)
    else if (name === 'UL' || name === 'OL') this.#list(element, name, depth)
    else this.#children(element, kind, depth)
  }

  #list(list: HtmlElement, name: string, depth: number): void {
    let number = Number(list.getAttribute('start') ?? 1)
    if (!Number.isSafeInteger(number)) number = 1
    for (const child of list.childNodes) {
      if (child.nodeType !== elementNode) continue
      if (child.nodeName.toUpperCase() !== 'LI') {
        this.#element(child as HtmlElement, 'list-item', depth + 1)
        continue
      }
      if (isHidden(child as HtmlElement)) continue
      this.#listPrefix = name === 'OL' ? `${number++}. ` : '- '
      this.#children(child, 'list-item', depth + 1)
      this.#flush()
      this.#listPrefix = ''
    }
  }

  #table(table: HtmlElement, depth: number): void {
    const rows = tableRows(table)
    // Tables that only arrange a page hold other tables or a single column; they are read as the page they are.
    if (table.querySelector('table') !== null || rows.every((row) => row.cells.length < 2)) {
      this.#children(table, 'paragraph', depth)
      return
    }
    const caption = table.querySelector('caption')
    if (caption !== null) this.#builder.add('paragraph', visibleText(caption))
    const headerRows = rows.findIndex((row) => !row.isHeader)
    addTable(
      this.#builder,
      rows.map((row) => row.cells),
      headerRows > 0 ? headerRows : undefined,
    )
  }

  #flush(): void {
    const text = this.#inline
    this.#inline = ''
    if (text.trim() === '') return
    this.#builder.add(this.#kind, this.#listPrefix + text.trim())
    this.#listPrefix = ''
  }
}

function tableRows(table: HtmlElement): { cells: string[]; isHeader: boolean }[] {
  const rows: { cells: string[]; isHeader: boolean }[] = []
  for (const row of table.querySelectorAll('tr')) {
    if (isHidden(row)) continue
    const cells = [...row.childNodes].filter((cell) => /^t[hd]$/i.test(cell.nodeName)) as HtmlElement[]
    const inHead = row.parentNode?.nodeName.toUpperCase() === 'THEAD'
    rows.push({
      cells: cells.filter((cell) => !isHidden(cell)).flatMap((cell) => [visibleText(cell), ...spanned(cell)]),
      isHeader: inHead || (cells.length > 1 && cells.every((cell) => cell.nodeName.toUpperCase() === 'TH')),
    })
  }
  return rows
}

// A cell over several columns leaves the others empty, so that the later ones stay under their headers.
function spanned(cell: HtmlElement): string[] {
  const span = Number(cell.getAttribute('colspan') ?? 1)
  return Number.isSafeInteger(span) && span > 1 ? new Array<string>(Math.min(span, 100) - 1).fill('') : []
}

/** All text below an element that a reader would see, in one line. */
export function visibleText(root: HtmlElement): string {
  const parts: string[] = []
  const visit = (node: HtmlNode, depth: number): void => {
    for (const child of node.childNodes) {
      if (child.nodeType === textNode) parts.push(child.textContent ?? '')
      if (child.nodeType !== elementNode || depth > maxDepth) continue
      const name = child.nodeName.toUpperCase()
      if (neverText.has(name) || isHidden(child as HtmlElement)) continue
      const separator = name === 'BR' || blockNames.has(name) ? ' ' : ''
      parts.push(separator)
      visit(child, depth + 1)
      parts.push(separator)
    }
  }
  visit(root, 0)
  return parts.join('').replace(/\s+/g, ' ').trim()
}

function rawText(root: HtmlElement): string {
  return root.textContent ?? ''
}

// What a page hides from its readers must not speak to a model either.
const hidingStyle =
  /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])|mso-hide\s*:\s*all)/i

/** Hidden by attribute or by its own style. */
export function isHidden(element: HtmlElement): boolean {
  if (element.hasAttribute('hidden')) return true
  const style = element.getAttribute('style')
  return style !== null && hidingStyle.test(style.slice(0, 2_000))
}
