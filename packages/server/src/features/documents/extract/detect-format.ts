import { BrainError, type DocumentFormat } from '@brain-ai/contract'
import { damagedFile } from './damaged-file.ts'
import { guessUtf16 } from './decode-text.ts'
import { findForeignKind, startsAt } from './foreign-signatures.ts'
import { listZipNames } from './zip-archive.ts'

const textualEndings: Record<string, DocumentFormat> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  mkd: 'markdown',
  html: 'html',
  htm: 'html',
  xhtml: 'html',
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  eml: 'eml',
}

// Sources are shown as they are written, even when what they hold is a page.
const sourceEndings = new Set(
  'txt text log json jsonl ndjson xml svg yaml yml toml ini cfg conf rst adoc asciidoc org tex srt vtt sql sh bash ps1 bat py js mjs ts tsx jsx vue css scss java kt go rs rb php c h cpp hpp cs swift scala lua pl r diff patch'.split(
    ' ',
  ),
)

const readableKinds = 'Upload a PDF, a Word, Excel or PowerPoint file, an e-mail, a web page, Markdown, CSV or plain text.'

const bundledEndings = new Set(['pdf', 'docx', 'docm', 'xlsx', 'xlsm', 'pptx', 'pptm'])

/**
 * What a file is: by what it contains first, and for plain text of any kind by the ending of its name.
 * @throws BrainError `document/empty`, `document/unsupported-type`, `document/password-protected` or `document/damaged`,
 * each with a sentence that says what the file really is
 */
export function detectFormat(bytes: Uint8Array, fileName: string): DocumentFormat {
  if (isBlank(bytes)) throw emptyFile()
  const ending = endingOf(fileName)

  const foreign = findForeignKind(bytes)
  if (foreign !== undefined) throw unsupported(foreign.what, ending, foreign.advice)
  if (isPdf(bytes)) return 'pdf'
  if (startsAt(bytes, 'PK\x03\x04') || startsAt(bytes, 'PK\x05\x06')) return detectZip(bytes, ending)
  if (startsAt(bytes, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) throw oldOffice(bytes, ending)
  return detectText(bytes, ending)
}

/** The error for a file with nothing in it. */
export const emptyFile = (): BrainError =>
  new BrainError('document/empty', 'The file is empty. Check that it was saved, and upload it again.')

/** The ending of a file name in lower case without its dot, or an empty string. */
export function endingOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.')
  return dot === -1
    ? ''
    : fileName
        .slice(dot + 1)
        .trim()
        .toLowerCase()
}

function isBlank(bytes: Uint8Array): boolean {
  let start = 0
  if (startsAt(bytes, '\xef\xbb\xbf')) start = 3
  else if (startsAt(bytes, '\xff\xfe') || startsAt(bytes, '\xfe\xff')) start = 2
  for (let i = start; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (byte !== 0x20 && (byte < 0x09 || byte > 0x0d) && !(start === 2 && byte === 0)) return false
  }
  return true
}

// Some programs write a few bytes before the header, and every reader accepts that.
const isPdf = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes('%PDF-')

function detectZip(bytes: Uint8Array, ending: string): DocumentFormat {
  const names = listZipNames(bytes)
  if (names === undefined) {
    if (bundledEndings.has(ending)) throw damagedFile('The file is damaged: its end is missing or unreadable.')
    throw unsupported('a damaged archive', ending)
  }
  const has = (name: string) => names.includes(name)
  if (
    has('word/document.xml') ||
    (has('word/_rels/document.xml.rels') && names.some((name) => /^word\/document\d*\.xml$/.test(name)))
  )
    return 'docx'
  if (has('xl/workbook.xml')) return 'xlsx'
  if (has('ppt/presentation.xml')) return 'pptx'
  if (has('xl/workbook.bin')) throw unsupported('a binary Excel workbook', ending, 'Save it as .xlsx.')
  if (has('META-INF/MANIFEST.MF') || has('AndroidManifest.xml')) throw unsupported('a Java or Android program', ending)
  if (has('content.xml') && has('mimetype'))
    throw unsupported('an OpenDocument file', ending, 'Save it as .docx, .xlsx, .pptx or PDF.')
  if (has('META-INF/container.xml')) throw unsupported('an e-book', ending, 'Save it as PDF, HTML or text.')
  throw unsupported('a zip archive', ending, 'Unpack it and upload the files in it.')
}

/** Compound files: Office before 2007, Outlook messages, and the envelope around office files with a password. */
function oldOffice(bytes: Uint8Array, ending: string): BrainError {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const holds = (stream: string) => buffer.includes(Buffer.from(stream, 'utf16le'))
  if (holds('EncryptedPackage') || holds('EncryptionInfo'))
    return new BrainError(
      'document/password-protected',
      'The file is protected by a password. Save it without one and upload it again.',
    )
  if (holds('WordDocument')) return unsupported('a Word document from before 2007', ending, 'Save it as .docx.')
  if (holds('PowerPoint Document')) return unsupported('a PowerPoint presentation from before 2007', ending, 'Save it as .pptx.')
  if (holds('__substg1.0_') || holds('__properties_version1.0'))
    return unsupported('an Outlook message', ending, 'Save it as .eml.')
  if (holds('Workbook') || holds('Book')) return unsupported('an Excel workbook from before 2007', ending, 'Save it as .xlsx.')
  return unsupported('an office file from before 2007', ending, 'Save it as .docx, .xlsx or .pptx.')
}

function detectText(bytes: Uint8Array, ending: string): DocumentFormat {
  if (isBinary(bytes)) {
    if (bundledEndings.has(ending)) throw notWhatItsNameSays(ending)
    const sentence = `The file holds no text that can be read, and is of no known kind. ${readableKinds}`
    throw new BrainError('document/unsupported-type', sentence, { ending })
  }
  const start = new TextDecoder('windows-1252')
    .decode(bytes.subarray(0, 512))
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase()
  if (textualEndings[ending] !== undefined && ending !== 'csv') return textualEndings[ending]
  if (!sourceEndings.has(ending) && (start.startsWith('<!doctype html') || start.startsWith('<html'))) return 'html'
  if (bundledEndings.has(ending)) throw notWhatItsNameSays(ending)
  if (ending === 'csv' || ending === 'xls') return 'csv'
  if (!sourceEndings.has(ending) && /^(return-path|received|delivered-to|mime-version|message-id|from|x-[a-z-]+): /.test(start)) {
    if (/\n(mime-version|message-id|subject|to|date|received): /.test(start)) return 'eml'
  }
  return 'text'
}

/** Zero bytes outside UTF-16, or more than one control character in fifty, are no text. Looks at both ends of the file. */
function isBinary(bytes: Uint8Array): boolean {
  if (startsAt(bytes, '\xff\xfe') || startsAt(bytes, '\xfe\xff') || guessUtf16(bytes) !== undefined) return false
  const head = bytes.subarray(0, 65_536)
  const tail = bytes.subarray(Math.max(65_536, bytes.length - 16_384))
  let controls = 0
  let zeros = 0
  for (const part of [head, tail])
    for (const byte of part) {
      if (byte === 0) zeros++
      else if (byte < 0x20 && byte !== 0x1b && (byte < 0x08 || byte > 0x0d)) controls++
    }
  const looked = head.length + tail.length
  return zeros > looked / 1000 || (zeros + controls) * 50 > looked
}

function notWhatItsNameSays(ending: string): BrainError {
  return damagedFile(`The name ends in .${ending}, but what is in the file is something else or damaged.`, { ending })
}

function unsupported(what: string, ending: string, advice = readableKinds): BrainError {
  const shown = /^[a-z0-9]{1,10}$/.test(ending) ? `, although its name ends in .${ending}` : ''
  // "Although" only where the name promised something we read.
  const promised = bundledEndings.has(ending) || sourceEndings.has(ending) || textualEndings[ending] !== undefined
  const sentence = `This is ${what}${promised ? shown : ''}.`
  return new BrainError('document/unsupported-type', `${sentence} ${advice}`, {
    detected: what,
    ending,
  })
}
