import { escapeXml, officeRelations, packageParts, relations, xmlHead, zipParts } from './office-package.ts'

/** One slide: a title with a subtitle, with points, or with a table whose first row is its header. */
export interface Slide {
  title: string
  subtitle?: string
  points?: string[]
  table?: string[][]
}

export interface Presentation {
  title: string
  /** As `de-DE`. */
  language: string
  slides: Slide[]
}

const namespaces = `xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="${officeRelations}" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"`
const presentationType = 'application/vnd.openxmlformats-officedocument.presentationml'
const emptyGroup =
  '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'

// In English metric units: 914,400 to the inch, on a slide of 16:9.
const width = 12_192_000
const height = 6_858_000
const margin = 838_200
const titleBox = { x: margin, y: 500_000, cx: width - 2 * margin, cy: 1_100_000 }
const bodyBox = { x: margin, y: 1_800_000, cx: width - 2 * margin, cy: 4_300_000 }
type Box = typeof titleBox

/** A presentation with a master, one layout and real title and body placeholders. */
export function writePptx(presentation: Presentation): Uint8Array {
  const names = presentation.slides.map((_, index) => `slide${index + 1}`)
  const parts: Record<string, string> = {
    ...packageParts('ppt/presentation.xml', contentTypes(names), presentation),
    'ppt/presentation.xml': `${xmlHead}<p:presentation ${namespaces}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst><p:sldIdLst>${names.map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index + 3}"/>`).join('')}</p:sldIdLst><p:sldSz cx="${width}" cy="${height}"/><p:notesSz cx="${height}" cy="${width}"/></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations([
      { id: 'rId1', type: 'slideMaster', target: 'slideMasters/slideMaster1.xml' },
      { id: 'rId2', type: 'theme', target: 'theme/theme1.xml' },
      ...names.map((name, index) => ({ id: `rId${index + 3}`, type: 'slide', target: `slides/${name}.xml` })),
    ]),
    'ppt/theme/theme1.xml': theme,
    'ppt/slideMasters/slideMaster1.xml': master(),
    'ppt/slideMasters/_rels/slideMaster1.xml.rels': relations([
      { id: 'rId1', type: 'slideLayout', target: '../slideLayouts/slideLayout1.xml' },
      { id: 'rId2', type: 'theme', target: '../theme/theme1.xml' },
    ]),
    'ppt/slideLayouts/slideLayout1.xml': `${xmlHead}<p:sldLayout ${namespaces} type="obj"><p:cSld name="Title and content"><p:spTree>${emptyGroup}${placeholder(2, 'title', [])}${placeholder(3, 'body', [])}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`,
    'ppt/slideLayouts/_rels/slideLayout1.xml.rels': relations([
      { id: 'rId1', type: 'slideMaster', target: '../slideMasters/slideMaster1.xml' },
    ]),
  }
  presentation.slides.forEach((content, index) => {
    parts[`ppt/slides/${names[index]}.xml`] = slide(content, presentation.language)
    parts[`ppt/slides/_rels/${names[index]}.xml.rels`] = relations([
      { id: 'rId1', type: 'slideLayout', target: '../slideLayouts/slideLayout1.xml' },
    ])
  })
  return zipParts(parts)
}

function contentTypes(slides: readonly string[]): Record<string, string> {
  return {
    '/ppt/presentation.xml': `${presentationType}.presentation.main+xml`,
    '/ppt/slideMasters/slideMaster1.xml': `${presentationType}.slideMaster+xml`,
    '/ppt/slideLayouts/slideLayout1.xml': `${presentationType}.slideLayout+xml`,
    '/ppt/theme/theme1.xml': 'application/vnd.openxmlformats-officedocument.theme+xml',
    ...Object.fromEntries(slides.map((name) => [`/ppt/slides/${name}.xml`, `${presentationType}.slide+xml`])),
  }
}

function slide({ title, subtitle, points, table }: Slide, language: string): string {
  const content = table ? tableFrame(table, language) : placeholder(3, 'body', points ?? [subtitle ?? ''], language)
  return `${xmlHead}<p:sld ${namespaces}><p:cSld><p:spTree>${emptyGroup}${placeholder(2, 'title', [title], language)}${content}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`
}

function placeholder(id: number, kind: 'title' | 'body', lines: readonly string[], language = 'en-US', box?: Box): string {
  const place = box
    ? `<a:xfrm><a:off x="${box.x}" y="${box.y}"/><a:ext cx="${box.cx}" cy="${box.cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>`
    : ''
  const text = lines.map((line) => textParagraph(line, language)).join('') || '<a:p/>'
  return `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${kind} ${id}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="${kind}"${kind === 'body' ? ' idx="1"' : ''}/></p:nvPr></p:nvSpPr><p:spPr>${place}</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>${text}</p:txBody></p:sp>`
}

const textParagraph = (line: string, language: string): string =>
  `<a:p><a:r><a:rPr lang="${language}"/><a:t>${escapeXml(line)}</a:t></a:r></a:p>`

function tableFrame(rows: readonly string[][], language: string): string {
  const columns = rows[0]?.length ?? 1
  const rowHeight = 600_000
  const grid = `<a:tblGrid>${`<a:gridCol w="${Math.floor(bodyBox.cx / columns)}"/>`.repeat(columns)}</a:tblGrid>`
  const cell = (text: string) =>
    `<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>${textParagraph(text, language)}</a:txBody><a:tcPr/></a:tc>`
  const body = rows.map((row) => `<a:tr h="${rowHeight}">${row.map(cell).join('')}</a:tr>`).join('')
  return `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="3" name="table 3"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="${bodyBox.x}" y="${bodyBox.y}"/><a:ext cx="${bodyBox.cx}" cy="${rowHeight * rows.length}"/></p:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1" bandRow="1"/>${grid}${body}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`
}

function master(): string {
  const shapes = `${placeholder(2, 'title', [], 'en-US', titleBox)}${placeholder(3, 'body', [], 'en-US', bodyBox)}`
  const titleStyle =
    '<p:titleStyle><a:lvl1pPr><a:buNone/><a:defRPr sz="3600" b="1"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:defRPr></a:lvl1pPr></p:titleStyle>'
  const bodyStyle =
    '<p:bodyStyle><a:lvl1pPr marL="342900" indent="-342900"><a:spcBef><a:spcPts val="1200"/></a:spcBef><a:buFont typeface="Arial"/><a:buChar char="•"/><a:defRPr sz="2400"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:defRPr></a:lvl1pPr></p:bodyStyle>'
  return `${xmlHead}<p:sldMaster ${namespaces}><p:cSld><p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg><p:spTree>${emptyGroup}${shapes}</p:spTree></p:cSld><p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst><p:txStyles>${titleStyle}${bodyStyle}<p:otherStyle/></p:txStyles></p:sldMaster>`
}

const colours = {
  dk1: '1F2328',
  lt1: 'FFFFFF',
  dk2: '334155',
  lt2: 'F1F5F9',
  accent1: '2563EB',
  accent2: '0D9488',
  accent3: 'D97706',
  accent4: 'DC2626',
  accent5: '7C3AED',
  accent6: '475569',
  hlink: '2563EB',
  folHlink: '7C3AED',
}
const fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
const font = '<a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/>'
const effect = '<a:effectStyle><a:effectLst/></a:effectStyle>'
// The schema asks for three of each, even where they do not differ.
const formats = `<a:fmtScheme name="Plain"><a:fillStyleLst>${fill.repeat(3)}</a:fillStyleLst><a:lnStyleLst>${`<a:ln w="9525">${fill}</a:ln>`.repeat(3)}</a:lnStyleLst><a:effectStyleLst>${effect.repeat(3)}</a:effectStyleLst><a:bgFillStyleLst>${fill.repeat(3)}</a:bgFillStyleLst></a:fmtScheme>`
const scheme = Object.entries(colours)
  .map(([name, value]) => `<a:${name}><a:srgbClr val="${value}"/></a:${name}>`)
  .join('')
const theme = `${xmlHead}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Plain"><a:themeElements><a:clrScheme name="Plain">${scheme}</a:clrScheme><a:fontScheme name="Plain"><a:majorFont>${font}</a:majorFont><a:minorFont>${font}</a:minorFont></a:fontScheme>${formats}</a:themeElements></a:theme>`
