import type { UsageLine } from '@brain-ai/contract'

/** How much of a limit is used: 0 to 1, or above; undefined without a limit. Of a limit of nothing, all is used. */
export const usedShare = ({ used, limit }: Pick<UsageLine, 'used' | 'limit'>): number | undefined =>
  limit === null ? undefined : limit === 0 ? 1 : used / limit

/** From four fifths on a limit is worth a warning, and at the limit nothing more goes in. */
export function lookOfUsage(line: Pick<UsageLine, 'used' | 'limit'>): 'plain' | 'busy' | 'bad' {
  const share = usedShare(line) ?? 0
  return share >= 1 ? 'bad' : share >= 0.8 ? 'busy' : 'plain'
}
