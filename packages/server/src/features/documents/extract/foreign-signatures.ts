/** Kinds of file that hold no text we read, by how they begin. `what` completes "This is …". */
interface Signature {
  what: string
  advice?: string
  /** Where the bytes stand; 0 when left out. */
  offset?: number
  bytes: string
  /** The signature could as well begin an ordinary text, so a zero byte must be near it. */
  isPrintable?: true
}

const asModernOffice = 'Save it as .docx, .xlsx, .pptx or PDF.'
const unpackFirst = 'Unpack it and upload the files in it.'
const asText = 'Upload its text, or a PDF that has text.'

const signatures: Signature[] = [
  { what: 'a Linux program', bytes: '\x7fELF' },
  { what: 'a Windows program', bytes: 'MZ', isPrintable: true },
  { what: 'a macOS program', bytes: '\xfe\xed\xfa\xce' },
  { what: 'a macOS program', bytes: '\xfe\xed\xfa\xcf' },
  { what: 'a macOS program', bytes: '\xce\xfa\xed\xfe' },
  { what: 'a macOS program', bytes: '\xcf\xfa\xed\xfe' },
  { what: 'a program for macOS or Java', bytes: '\xca\xfe\xba\xbe' },
  { what: 'a WebAssembly program', bytes: '\0asm' },
  { what: 'a PNG picture', bytes: '\x89PNG', advice: asText },
  { what: 'a JPEG picture', bytes: '\xff\xd8\xff', advice: asText },
  { what: 'a GIF picture', bytes: 'GIF8', isPrintable: true, advice: asText },
  { what: 'a BMP picture', bytes: 'BM', isPrintable: true, advice: asText },
  { what: 'a TIFF picture', bytes: 'II*\0', advice: asText },
  { what: 'a TIFF picture', bytes: 'MM\0*', advice: asText },
  { what: 'a WebP picture', bytes: 'WEBP', offset: 8, isPrintable: true, advice: asText },
  { what: 'a HEIC picture', bytes: 'ftyphei', offset: 4, advice: asText },
  { what: 'an AVIF picture', bytes: 'ftypavif', offset: 4, advice: asText },
  { what: 'an icon', bytes: '\0\0\x01\0' },
  { what: 'a Photoshop picture', bytes: '8BPS', isPrintable: true, advice: asText },
  { what: 'a film or sound in MP4', bytes: 'ftyp', offset: 4, isPrintable: true },
  { what: 'a film in Matroska or WebM', bytes: '\x1a\x45\xdf\xa3' },
  { what: 'a sound or film in RIFF', bytes: 'RIFF', isPrintable: true },
  { what: 'an MP3 sound', bytes: 'ID3', isPrintable: true },
  { what: 'an MP3 sound', bytes: '\xff\xfb' },
  { what: 'an Ogg sound or film', bytes: 'OggS', isPrintable: true },
  { what: 'a FLAC sound', bytes: 'fLaC', isPrintable: true },
  { what: 'a gzip archive', bytes: '\x1f\x8b', advice: unpackFirst },
  { what: 'a bzip2 archive', bytes: '1AY&SY', offset: 4, advice: unpackFirst },
  { what: 'an xz archive', bytes: '\xfd7zXZ\0', advice: unpackFirst },
  { what: 'a 7-Zip archive', bytes: '7z\xbc\xaf\x27\x1c', advice: unpackFirst },
  { what: 'a RAR archive', bytes: 'Rar!\x1a\x07', advice: unpackFirst },
  { what: 'a Zstandard archive', bytes: '\x28\xb5\x2f\xfd', advice: unpackFirst },
  { what: 'a tar archive', bytes: 'ustar', offset: 257, isPrintable: true, advice: unpackFirst },
  { what: 'a font', bytes: '\0\x01\0\0' },
  { what: 'a font', bytes: 'OTTO', isPrintable: true },
  { what: 'a font', bytes: 'wOFF', isPrintable: true },
  { what: 'a font', bytes: 'wOF2', isPrintable: true },
  { what: 'an SQLite database', bytes: 'SQLite format 3\0', advice: 'Export its tables as CSV.' },
  { what: 'a Parquet table', bytes: 'PAR1', isPrintable: true, advice: 'Export it as CSV.' },
  { what: 'a Rich Text document', bytes: '{\\rtf', advice: asModernOffice },
  { what: 'a PostScript file', bytes: '%!PS', advice: 'Save it as PDF.' },
]

/** What a file really is when it is something that holds no readable text; undefined for all that may be readable. */
export function findForeignKind(bytes: Uint8Array): { what: string; advice: string | undefined } | undefined {
  const hasZero = bytes.subarray(0, 1024).includes(0)
  const found = signatures.find(
    (signature) => (hasZero || !signature.isPrintable) && startsAt(bytes, signature.bytes, signature.offset ?? 0),
  )
  return found && { what: found.what, advice: found.advice }
}

/** Whether these bytes, one character a byte, stand at the offset. */
export function startsAt(bytes: Uint8Array, signature: string, offset = 0): boolean {
  if (bytes.length < offset + signature.length) return false
  for (let i = 0; i < signature.length; i++) if (bytes[offset + i] !== signature.charCodeAt(i)) return false
  return true
}
