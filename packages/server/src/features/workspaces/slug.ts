const spelledOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', æ: 'ae', ø: 'o', å: 'a' }

/** The name of a workspace as it stands in addresses: lower-case letters, digits and hyphens, at most 64. */
export function toSlug(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[äöüßæøå]/g, (letter) => spelledOut[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '')
  return plain || 'main'
}

/** The same address for another workspace of that name: the first one has no number. */
export function numberSlug(slug: string, number: number): string {
  if (number === 1) return slug
  const suffix = `-${number}`
  return slug.slice(0, 64 - suffix.length).replace(/-+$/, '') + suffix
}
