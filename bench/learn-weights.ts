/** Rows of features with a yes or no: the weights of a logistic regression, the last of them the bias. */
export function learnYesOrNo(
  rows: readonly (readonly number[])[],
  isYes: readonly boolean[],
  importance: readonly number[],
): number[] {
  const total = importance.reduce((sum, each) => sum + each, 0)
  const scales = rows[0]!.map((_, j) => Math.sqrt(rows.reduce((sum, row) => sum + row[j]! ** 2, 0) / rows.length) || 1)
  const scaled = rows.map((row) => [...row.map((each, j) => each / scales[j]!), 1])
  const weights = descend(scales.length + 1, (now, gradient) => {
    for (const [i, row] of scaled.entries()) {
      const excess = (importance[i]! / total) * (1 / (1 + Math.exp(-dot(now, row))) - (isYes[i] ? 1 : 0))
      for (let j = 0; j < row.length; j++) gradient[j] = gradient[j]! + excess * row[j]!
    }
  })
  return weights.map((weight, j) => weight / (scales[j] ?? 1))
}

export type Candidates = {
  readonly candidates: readonly (readonly number[])[]
  readonly isGold: readonly boolean[]
  readonly importance: number
}

/** Weights that make a gold sentence likely among the sentences of its question. */
export function learnChoice(all: readonly Candidates[]): number[] {
  const whole = all.reduce((sum, { importance }) => sum + importance, 0)
  return descend(all[0]!.candidates[0]!.length, (weights, gradient) => {
    for (const { candidates, isGold, importance } of all) {
      const scores = candidates.map((features) => dot(weights, features))
      const top = Math.max(...scores)
      const odds = scores.map((score) => Math.exp(score - top))
      const total = odds.reduce((sum, each) => sum + each, 0)
      const gold = odds.reduce((sum, each, i) => sum + (isGold[i] ? each : 0), 0)
      for (const [i, features] of candidates.entries()) {
        const excess = (importance / whole) * (odds[i]! / total - (isGold[i] ? odds[i]! / gold : 0))
        for (const [j, feature] of features.entries()) gradient[j] = gradient[j]! + excess * feature
      }
    }
  })
}

/** Gradient descent with Adam's step sizes and a little weight decay. */
function descend(size: number, addGradient: (weights: number[], gradient: number[]) => void): number[] {
  const [rounds, rate, decay] = [400, 0.1, 0.001]
  const weights = new Array<number>(size).fill(0)
  const [first, second] = [weights.slice(), weights.slice()]
  for (let round = 1; round <= rounds; round++) {
    const gradient = weights.map((weight) => decay * weight)
    addGradient(weights, gradient)
    for (let j = 0; j < size; j++) {
      first[j] = 0.9 * first[j]! + 0.1 * gradient[j]!
      second[j] = 0.999 * second[j]! + 0.001 * gradient[j]! ** 2
      const step = first[j]! / (1 - 0.9 ** round) / (Math.sqrt(second[j]! / (1 - 0.999 ** round)) + 1e-9)
      weights[j] = weights[j]! - rate * step
    }
  }
  return weights
}

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
