import { BrainError } from '@brain-ai/contract'
import type { FastifyRequest } from 'fastify'

const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

/** Headers of every reply. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses an unsafe request that another site made in the name of a visitor. Browsers send Sec-Fetch-Site or Origin with
 * each of these; programs send neither and carry no cookies of their own accord.
 */
export function assertSameOrigin(request: FastifyRequest, ownUrl: string | undefined): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const origin = request.headers.origin
  const isForeignSite = site !== undefined && site !== 'same-origin' && site !== 'none'
  const isForeignOrigin = origin !== undefined && !ownOrigins(request, ownUrl).has(origin)
  if (isForeignOrigin || (isForeignSite && origin === undefined))
    throw new BrainError('request/foreign-origin', 'This request came from a page of another site and was refused.')
}

function ownOrigins(request: FastifyRequest, ownUrl: string | undefined): Set<string> {
  const origins = new Set([`http://${request.headers.host}`, `https://${request.headers.host}`])
  if (ownUrl) origins.add(new URL(ownUrl).origin)
  return origins
}
