import type { List, Nodes, PhrasingContent, RootContent, Table } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { escapeXml, packageParts, relations, xmlHead, zipParts } from './office-package.ts'

const wordNamespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const bulletNumbering = 1

/** Markdown with headings, paragraphs, lists and tables → a Word file with real heading styles, lists and tables. */
export function writeDocx(markdown: string, language: string): Uint8Array {
  const root = fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
  const body = new BodyWriter()
  for (const node of root.children) body.write(node)
  const first = root.children[0]
  if (first?.type !== 'heading') throw new Error('The source of a Word file must begin with its title as a heading.')

  return zipParts({
    ...packageParts(
      'word/document.xml',
      {
        '/word/document.xml': `${wordType}.document.main+xml`,
        '/word/styles.xml': `${wordType}.styles+xml`,
        '/word/numbering.xml': `${wordType}.numbering+xml`,
      },
      { title: plainText(first), language },
    ),
    'word/document.xml': `${xmlHead}<w:document ${wordNamespace}><w:body>${body.xml}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    'word/styles.xml': styles(language),
    'word/numbering.xml': numbering(body.orderedLists),
    'word/_rels/document.xml.rels': relations([
      { id: 'rId1', type: 'styles', target: 'styles.xml' },
      { id: 'rId2', type: 'numbering', target: 'numbering.xml' },
    ]),
  })
}

class BodyWriter {
  xml = ''
  orderedLists = 0

  write(node: RootContent): void {
    if (node.type === 'heading') this.xml += paragraph(runs(node.children), `<w:pStyle w:val="Heading${node.depth}"/>`)
    else if (node.type === 'paragraph') this.xml += paragraph(runs(node.children))
    else if (node.type === 'list') this.#list(node)
    else if (node.type === 'table') this.xml += table(node)
    else throw new Error(`A Word file is not made from "${node.type}".`)
  }

  #list(list: List): void {
    // Every ordered list counts from one, so each has numbering of its own.
    const numberId = list.ordered ? bulletNumbering + ++this.orderedLists : bulletNumbering
    const style = `<w:pStyle w:val="ListParagraph"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="${numberId}"/></w:numPr>`
    for (const item of list.children)
      for (const part of item.children) if (part.type === 'paragraph') this.xml += paragraph(runs(part.children), style)
  }
}

const plainText = (node: Nodes): string =>
  'value' in node ? node.value : 'children' in node ? node.children.map(plainText).join('') : ''

const paragraph = (content: string, properties = ''): string =>
  `<w:p>${properties && `<w:pPr>${properties}</w:pPr>`}${content}</w:p>`

function runs(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => {
      const properties = node.type === 'strong' ? '<w:rPr><w:b/></w:rPr>' : ''
      return `<w:r>${properties}<w:t xml:space="preserve">${escapeXml(plainText(node))}</w:t></w:r>`
    })
    .join('')
}

function table(node: Table): string {
  const width = Math.floor(9000 / (node.children[0]?.children.length ?? 1))
  const grid = (node.children[0]?.children ?? []).map(() => `<w:gridCol w:w="${width}"/>`).join('')
  const rows = node.children.map((row, index) => {
    const cells = row.children.map(
      (cell) => `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${paragraph(runs(cell.children))}</w:tc>`,
    )
    return `<w:tr>${index === 0 ? '<w:trPr><w:tblHeader/></w:trPr>' : ''}${cells.join('')}</w:tr>`
  })
  return `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="9000" w:type="dxa"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join('')}</w:tbl>${paragraph('')}`
}

function styles(language: string): string {
  const heading = (level: number, halfPoints: number) =>
    `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before="${halfPoints * 10}" w:after="120"/><w:outlineLvl w:val="${level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="${halfPoints}"/></w:rPr></w:style>`
  const edge = (side: string) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>`
  return `${xmlHead}<w:styles ${wordNamespace}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="22"/><w:lang w:val="${language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${heading(1, 40)}${heading(2, 28)}${heading(3, 24)}<w:style w:type="paragraph" w:styleId="ListParagraph"><w:name w:val="List Paragraph"/><w:basedOn w:val="Normal"/><w:pPr><w:ind w:left="720"/><w:contextualSpacing/></w:pPr></w:style><w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(edge).join('')}</w:tblBorders></w:tblPr></w:style></w:styles>`
}

function numbering(orderedLists: number): string {
  const level = (format: string, text: string) =>
    `<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>`
  const ordered = Array.from(
    { length: orderedLists },
    (_, index) =>
      `<w:num w:numId="${bulletNumbering + 1 + index}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`,
  )
  return `${xmlHead}<w:numbering ${wordNamespace}><w:abstractNum w:abstractNumId="0">${level('bullet', '•')}</w:abstractNum><w:abstractNum w:abstractNumId="1">${level('decimal', '%1.')}</w:abstractNum><w:num w:numId="${bulletNumbering}"><w:abstractNumId w:val="0"/></w:num>${ordered.join('')}</w:numbering>`
}
