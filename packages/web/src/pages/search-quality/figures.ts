import { formatNumber } from '../../formats.ts'

/** With its sign, also where it is 0 after rounding. */
export function formatDifference(difference: number): string {
  const digits = formatNumber(Math.abs(difference), 3)
  if (Number(Math.abs(difference).toFixed(3)) === 0) return digits
  return `${difference < 0 ? '−' : '+'}${digits}`
}

/** "0.012", or "< 0.001" where it is smaller than that. */
export const formatP = (p: number): string => (p < 0.001 ? `< ${formatNumber(0.001, 3)}` : formatNumber(p, p < 0.1 ? 3 : 2))

/** As one writes it behind a sentence: "p = 0.012". */
export const tellP = (p: number): string => (p < 0.001 ? `p ${formatP(p)}` : `p = ${formatP(p)}`)
