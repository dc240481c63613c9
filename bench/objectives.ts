import type { Objective } from './grow-trees.ts'

const leastBend = 1e-3

/** One of the rows of each group should score higher than the others: any of those that are right. */
export function rightOfEach(sizes: readonly number[], isRight: readonly boolean[], weights: readonly number[]): Objective {
  return (scores, slopes, bends) => {
    let first = 0
    for (const [group, size] of sizes.entries()) {
      const end = first + size
      let [top, total, right] = [Number.NEGATIVE_INFINITY, 0, 0]
      for (let i = first; i < end; i++) top = Math.max(top, scores[i]!)
      for (let i = first; i < end; i++) {
        const odds = Math.exp(scores[i]! - top)
        total += odds
        if (isRight[i]) right += odds
      }
      for (let i = first; i < end; i++) {
        const odds = Math.exp(scores[i]! - top)
        const chance = odds / total
        slopes[i] = weights[group]! * (chance - (isRight[i] ? odds / right : 0))
        bends[i] = weights[group]! * Math.max(leastBend, chance * (1 - chance))
      }
      first = end
    }
  }
}

/** Each row says yes or no. */
export function yesOrNo(isYes: readonly boolean[], weights: readonly number[]): Objective {
  return (scores, slopes, bends) => {
    for (const [i, score] of scores.entries()) {
      const chance = 1 / (1 + Math.exp(-score))
      slopes[i] = weights[i]! * (chance - (isYes[i] ? 1 : 0))
      bends[i] = weights[i]! * chance * (1 - chance)
    }
  }
}
