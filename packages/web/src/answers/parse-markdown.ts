import type { Nodes, PhrasingContent, RootContent, Text } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { type AnswerBlock, type AnswerPiece, splitCitations } from './answer-blocks.ts'

/**
 * HTML is words here, a number in brackets is never a reference to an address given elsewhere, and a line does not turn into a
 * heading because of the hyphen that begins the list below it.
 */
const withoutThem = { disable: { null: ['htmlFlow', 'htmlText', 'definition', 'setextUnderline', 'codeIndented'] } }

/** Reads Markdown into the few kinds of blocks that an answer may have. Nothing of it can load anything. */
export function parseMarkdown(text: string): AnswerBlock[] {
  const tree = fromMarkdown(text, { extensions: [withoutThem, gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
  return tree.children.flatMap(readBlock)
}

function readBlock(node: RootContent): AnswerBlock[] {
  switch (node.type) {
    case 'paragraph':
      return [{ kind: 'paragraph', pieces: node.children.flatMap(readPiece) }]
    case 'heading':
      return [{ kind: 'heading', level: node.depth, pieces: node.children.flatMap(readPiece) }]
    case 'list':
      return [
        {
          kind: 'list',
          isNumbered: node.ordered === true,
          first: node.start ?? 1,
          items: node.children.map((item) => item.children.flatMap(readBlock)),
        },
      ]
    case 'blockquote':
      return [{ kind: 'quote', blocks: node.children.flatMap(readBlock) }]
    case 'code':
      return [{ kind: 'code', text: node.value }]
    case 'table':
      return [{ kind: 'table', rows: node.children.map((row) => row.children.map((cell) => cell.children.flatMap(readPiece))) }]
    case 'thematicBreak':
      return [{ kind: 'rule' }]
    default: {
      const words = wordsOf(node)
      return words === '' ? [] : [{ kind: 'paragraph', pieces: [{ kind: 'text', text: words, start: offsetOf(node) }] }]
    }
  }
}

function readPiece(node: PhrasingContent): AnswerPiece[] {
  switch (node.type) {
    case 'text':
      return readText(node)
    case 'strong':
    case 'emphasis':
      return [{ kind: node.type, pieces: node.children.flatMap(readPiece) }]
    case 'inlineCode':
      return [{ kind: 'code', text: node.value, start: offsetOf(node) }]
    case 'break':
      return [{ kind: 'break' }]
    case 'link': {
      const pieces = node.children.flatMap(readPiece)
      const address = readAddress(node.url)
      return address ? [{ kind: 'link', ...address, pieces }] : pieces
    }
    default: {
      const words = wordsOf(node)
      return words === '' ? [] : [{ kind: 'text', text: words, start: offsetOf(node) }]
    }
  }
}

const offsetOf = (node: Nodes): number => node.position?.start.offset ?? 0

// With escapes the text is shorter than its source; then offsets inside it are near enough to mark a sentence.
const readText = (node: Text): AnswerPiece[] => splitCitations(node.value, offsetOf(node))

/** The words of something that is not shown as what it is: an image has those that stand for it. */
function wordsOf(node: Nodes): string {
  if ('alt' in node) return node.alt ?? ''
  if ('value' in node) return node.value
  return 'children' in node ? node.children.map(wordsOf).join('') : ''
}

/** Where a link leads, as far as it may lead anywhere, with the host to show beside its words. */
function readAddress(url: string): { href: string; host: string } | undefined {
  const address = URL.parse(url)
  if (!address) return undefined
  if (address.protocol === 'mailto:') return { href: address.href, host: address.pathname }
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return undefined
  return { href: address.href, host: address.host }
}
