/** Goes from page to page as a browser does: keeps cookies for each site apart and follows redirects, one at a time. */
export class SmallBrowser {
  readonly #cookies = new Map<string, Map<string, string>>()

  /** Asks for one page and follows nothing. */
  async get(
    url: string,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; location: string | undefined; setCookies: string[] }> {
    const { host } = new URL(url)
    const jar = this.#cookies.get(host) ?? new Map<string, string>()
    this.#cookies.set(host, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const reply = await fetch(url, { redirect: 'manual', headers: { ...(cookie && { cookie }), ...headers } })
    await reply.body?.cancel()
    for (const line of reply.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      const isGone = attributes.some((one) => /^\s*max-age=0$/i.test(one) || /expires=thu, 01 jan 1970/i.test(one))
      if (isGone || value.join('=') === '') jar.delete(name)
      else jar.set(name, value.join('='))
    }
    const location = reply.headers.get('location')
    return {
      status: reply.status,
      location: location === null ? undefined : new URL(location, url).href,
      setCookies: reply.headers.getSetCookie(),
    }
  }

  /** Follows redirects until a page shows, or an address of which `stopAt` says that it is far enough. Gives its address. */
  async visit(
    url: string,
    stopAt: (address: string) => boolean = () => false,
    headers: Record<string, string> = {},
  ): Promise<string> {
    let address = url
    for (let i = 0; i < 20; i++) {
      const { location } = await this.get(address, i === 0 ? headers : {})
      if (location === undefined) return address
      address = location
      if (stopAt(address)) return address
    }
    throw new Error(`Redirected without end, at last to ${address}`)
  }

  cookieHeader(url: string): string {
    return [...(this.#cookies.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  setCookie(url: string, name: string, value: string): void {
    const { host } = new URL(url)
    this.#cookies.set(host, (this.#cookies.get(host) ?? new Map()).set(name, value))
  }

  /** Another browser with the same cookies. */
  copy(): SmallBrowser {
    const other = new SmallBrowser()
    for (const [host, jar] of this.#cookies) other.#cookies.set(host, new Map(jar))
    return other
  }
}
