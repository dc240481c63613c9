const utf8 = new TextDecoder('utf-8', { fatal: true })
const windows1252 = new TextDecoder('windows-1252')

/**
 * Bytes of any text file as a string: by its byte order mark, else strict UTF-8, UTF-16 where every second byte is zero,
 * else Windows-1252, which accepts every byte. Lines end in \n, control characters are gone, letters are composed (NFC).
 * Never throws.
 */
export function decodeText(bytes: Uint8Array): string {
  return cleanText(decodeRaw(bytes))
}

// Form feeds, vertical tabs and the line separators of Unicode part lines; the other controls part words.
const lineBreaks = '\v\f\u0085\u2028\u2029'
const controls = /[^\P{Cc}\n\t]|[\u2028\u2029]/gu

/** The same rules for text that is decoded already. Linear, and free for text that is clean. */
export function cleanText(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  const readable = lines.replace(controls, (sign) => (lineBreaks.includes(sign) ? '\n' : ' '))
  // Half a surrogate pair cannot be stored as UTF-8.
  return readable.toWellFormed().normalize('NFC')
}

function decodeRaw(bytes: Uint8Array): string {
  const [first, second, third] = bytes
  // The decoders drop the byte order mark themselves.
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const guess = guessUtf16(bytes)
  if (guess !== undefined) return new TextDecoder(guess).decode(bytes)
  try {
    return utf8.decode(bytes)
  } catch {
    // A byte order mark is a promise: what breaks it is a damaged character, not another encoding.
    if (first === 0xef && second === 0xbb && third === 0xbf) return new TextDecoder('utf-8').decode(bytes)
    return windows1252.decode(bytes)
  }
}

/** UTF-16 without a mark: in Latin script every second byte is zero, on one side only. */
export function guessUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length & ~1, 4096)
  if (length < 4) return undefined
  let even = 0
  let odd = 0
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  const half = length / 2
  if (odd > half * 0.4 && even < half * 0.02) return 'utf-16le'
  if (even > half * 0.4 && odd < half * 0.02) return 'utf-16be'
  return undefined
}
