import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import { damagedFile } from '../damaged-file.ts'
import { decodeText } from '../decode-text.ts'
import type { ReadFormat } from '../extracted-text.ts'
import { addHtmlBlocks, type HtmlElement, isHidden, visibleText } from '../html-blocks.ts'
import { TextBuilder } from '../text-builder.ts'

interface Page extends HtmlElement {
  documentElement: HtmlElement | null
  body: HtmlElement | null
}

// Finding the article takes longer than linear time, so a very large page is read whole.
const maxArticleCharacters = 1_000_000
const maxArticleElements = 20_000
const maxArticleDepth = 200
const maxDepth = 2_000

/** The article of a page if it has one, otherwise all that its readers see. */
export const readHtml: ReadFormat = (bytes, _fileName, { maxCharacters }) => {
  const html = withDeclaredCharset(bytes)
  const depth = nestingDepth(html)
  const page = parsePage(html)
  removeUnseen(page)
  const builder = new TextBuilder(maxCharacters)
  const heading = firstText(page, 'h1')
  const title = firstText(page, 'title') ?? heading ?? metaContent(page, 'og:title')
  const author = metaContent(page, 'author')

  const whole = page.body ?? page.documentElement ?? page
  const article =
    html.length <= maxArticleCharacters && depth <= maxArticleDepth ? findArticle(html, visibleText(whole).length) : undefined
  if (article !== undefined && heading !== undefined && !hasHeading(article, heading)) builder.heading(1, heading)
  addHtmlBlocks(builder, article ?? whole)
  return builder.build(heading ?? title, author)
}

/** The blocks of an HTML fragment, read whole, as from a letter or a converted document. */
export function addHtmlFragment(builder: TextBuilder, html: string): void {
  const page = parsePage(html)
  addHtmlBlocks(builder, page.body ?? page.documentElement ?? page)
}

// linkedom makes no <html> and <body> of its own, and loses the text around several roots.
function parsePage(html: string): Page {
  const isWhole = /<html[\s>]/i.test(html.slice(0, 20_000))
  return parseHTML(isWhole ? html : `<!doctype html><html><body>${html}</body></html>`).document as unknown as Page
}

const mayStayOpen =
  /^(area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|rp|rt|source|tbody|td|tfoot|th|thead|tr|track|wbr)$/i

/**
 * How many elements stand inside each other. The parser takes quadratic time for them, so this is counted beforehand.
 * @throws BrainError `document/damaged` for more than any page has that was made to be read
 */
function nestingDepth(html: string): number {
  let depth = 0
  let deepest = 0
  for (const [, slash, name = '', isEmpty] of html.matchAll(/<(\/?)([a-z][a-z0-9-]{0,30})(?:[^<>]{0,4000}?(\/)?>)?/gi)) {
    if (isEmpty || mayStayOpen.test(name)) continue
    depth = slash ? Math.max(0, depth - 1) : depth + 1
    if (depth > deepest) deepest = depth
    if (depth > maxDepth)
      throw damagedFile(`The page has more than ${maxDepth} elements inside each other and cannot be read.`, { maxDepth })
  }
  return deepest
}

function withDeclaredCharset(bytes: Uint8Array): string {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 2_048))
  const declared = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,30})/i.exec(start)?.[1]?.toLowerCase()
  // Pages say UTF-8 even when they are not, and decodeText finds that out.
  if (declared === undefined || declared === 'utf-8' || declared.startsWith('utf-16')) return decodeText(bytes)
  try {
    return decodeText(Buffer.from(new TextDecoder(declared).decode(bytes)))
  } catch {
    return decodeText(bytes)
  }
}

function removeUnseen(page: Page): void {
  for (const element of [...page.querySelectorAll('script, style, noscript, template, nav')]) element.remove()
  for (const element of [...page.querySelectorAll('[hidden], [style]')]) if (isHidden(element)) element.remove()
}

/** The element that holds the article, when there is one and it is most of what is said on the page. */
function findArticle(html: string, wholeLength: number): HtmlElement | undefined {
  const page = parsePage(html)
  removeUnseen(page)
  try {
    const options = { maxElemsToParse: maxArticleElements, serializer: (node: unknown) => node }
    const found = new Readability(page as never, options as never).parse()?.content as HtmlElement | null | undefined
    if (found === null || found === undefined) return undefined
    const length = visibleText(found).length
    return length >= 250 && length >= wholeLength * 0.4 ? found : undefined
  } catch {
    // It gives up on pages that are too large or too strange; they are read whole.
    return undefined
  }
}

function hasHeading(root: HtmlElement, heading: string): boolean {
  for (const element of root.querySelectorAll('h1, h2')) if (visibleText(element) === heading) return true
  return false
}

function firstText(root: HtmlElement, selector: string): string | undefined {
  const element = root.querySelector(selector)
  const text = element === null ? '' : selector === 'title' ? (element.textContent ?? '').trim() : visibleText(element)
  return text === '' ? undefined : text
}

function metaContent(page: Page, name: string): string | undefined {
  const meta = page.querySelector(`meta[name="${name}"], meta[property="${name}"]`)
  return meta?.getAttribute('content') ?? undefined
}
