/** How long a provider asks to wait, in ms: by `retry-after-ms`, or `retry-after` in seconds or as a date. Undefined: it does not say. */
export function readRetryAfter(headers: Readonly<Record<string, string>>, now: Date): number | undefined {
  const inMs = headers['retry-after-ms']?.trim()
  if (inMs && /^\d+(\.\d+)?$/.test(inMs)) return Math.ceil(Number(inMs))
  const given = headers['retry-after']?.trim()
  if (!given) return undefined
  if (/^\d+(\.\d+)?$/.test(given)) return Math.ceil(Number(given) * 1000)
  const at = Date.parse(given)
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime())
}
