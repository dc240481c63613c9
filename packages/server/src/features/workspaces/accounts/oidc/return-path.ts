/** A path of this app as it was asked for, or the start page for anything that could lead elsewhere. */
export function returnPath(asked: string | undefined): string {
  if (!asked?.startsWith('/') || /^\/[/\\]|[\\\p{Cc}]/u.test(asked)) return '/'
  const here = 'http://here.invalid'
  const url = URL.parse(asked, here)
  // Dots are resolved by now, and may have left two slashes at the beginning.
  if (url?.origin !== here || url.pathname.startsWith('//')) return '/'
  return `${url.pathname}${url.search}${url.hash}`
}
