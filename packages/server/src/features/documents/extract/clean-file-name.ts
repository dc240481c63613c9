const maxCharacters = 200

/**
 * A name that is safe to show and to store: no folders, no control characters, none of the marks that turn the reading
 * direction (they can make `exe.fdp` look like `pdf.exe`) or have no width. Composed (NFC), at most 200 characters with its
 * ending kept, never empty.
 */
export function cleanFileName(name: string): string {
  const visible = name
    .slice(-4_000)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '')
  const base = (visible.split(/[/\\]/).at(-1) ?? '').replace(/\s+/g, ' ').trim()
  if (base === '' || base === '.' || base === '..') return 'unnamed'
  if (base.length <= maxCharacters) return base

  const dot = base.lastIndexOf('.')
  const ending = dot > 0 && base.length - dot <= 12 ? base.slice(dot) : ''
  const stem = base.slice(0, maxCharacters - ending.length)
  // A cut through a surrogate pair would leave half a character.
  return (/[\ud800-\udbff]$/.test(stem) ? stem.slice(0, -1) : stem) + ending
}
