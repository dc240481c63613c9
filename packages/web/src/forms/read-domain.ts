/** A domain as it stands in addresses; an address or a link is cut down to it. */
export function readDomain(text: string): string | undefined {
  const domain = text
    .trim()
    .toLowerCase()
    .replace(/^(https?:\/\/|.*@)/, '')
    .replace(/\/.*$/, '')
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(domain) ? domain : undefined
}
