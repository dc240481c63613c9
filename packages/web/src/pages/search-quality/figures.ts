import { currentLanguage } from '../../languages/index.ts'

/** With three digits behind the point, so that figures of a table compare. */
export const formatFigure = (value: number): string =>
  new Intl.NumberFormat(currentLanguage(), { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(value)

/** With its sign, unless it is 0 after rounding. */
export function formatDifference(difference: number): string {
  const sign = Number(Math.abs(difference).toFixed(3)) === 0 ? '' : difference < 0 ? '−' : '+'
  return sign + formatFigure(Math.abs(difference))
}

/** "0.012", or "< 0.001" where it is smaller than that. */
export const formatP = (p: number): string => (p < 0.001 ? `< ${formatFigure(0.001)}` : formatFigure(p))

/** As one writes it behind a sentence: "p = 0.012". */
export const tellP = (p: number): string => (p < 0.001 ? `p ${formatP(p)}` : `p = ${formatP(p)}`)
