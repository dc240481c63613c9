import type { DecisionTree } from '../packages/server/src/features/answers/decision-trees.ts'
import { randomNumbers } from './corpus.ts'

export type Grown = {
  readonly trees: number
  readonly leaves: number
  readonly rate: number
  readonly minRows: number
  readonly decay: number
  /** of the features, that each tree may look at */
  readonly shareOfFeatures: number
}
/** Writes how much less each row should score, and how soon that changes. */
export type Objective = (scores: Float64Array, slopes: Float64Array, bends: Float64Array) => void
type Cut = { readonly node: Node; readonly feature: number; readonly bin: number; readonly gain: number }
type Node = { readonly rows: Int32Array; value: number; cut?: Cut; low?: Node; high?: Node }

const maxBins = 24

/**
 * Gradient boosting of small regression trees, best leaf first. The same rows grow the same trees.
 * @param start what the rows score before the first tree
 */
export function growTrees<Feature extends string>(
  features: readonly Feature[],
  rows: readonly Readonly<Record<Feature, number>>[],
  start: readonly number[],
  objective: Objective,
  options: Grown,
): DecisionTree<Feature>[] {
  const { trees, leaves, rate, minRows, decay, shareOfFeatures } = options
  const random = randomNumbers(1)
  const cuts = features.map((name) => cutsOf(rows.map((row) => row[name])))
  const bins = features.map((name, j) => Uint8Array.from(rows, (row) => binOf(cuts[j]!, row[name])))
  const scores = Float64Array.from(start)
  const slopes = new Float64Array(rows.length)
  const bends = new Float64Array(rows.length)
  const all = Int32Array.from(rows.keys())
  return Array.from({ length: trees }, () => {
    objective(scores, slopes, bends)
    const used = [...features.keys()].filter(() => random() < shareOfFeatures)
    const root = leafOf(all)
    const open = [root]
    while (open.length < leaves) {
      const best = open
        .map((node) => bestCut(node, used))
        .reduce((a, b) => (b !== undefined && (a === undefined || b.gain > a.gain) ? b : a), undefined)
      if (best === undefined) break
      const { node, feature, bin } = best
      node.cut = best
      node.low = leafOf(node.rows.filter((i) => bins[feature]![i]! <= bin))
      node.high = leafOf(node.rows.filter((i) => bins[feature]![i]! > bin))
      open.splice(open.indexOf(node), 1, node.low, node.high)
    }
    for (const { rows: own, value } of open) for (const i of own) scores[i] = scores[i]! + value
    return asTree(root)
  })

  function leafOf(own: Int32Array): Node {
    let [slope, bend] = [0, decay]
    for (const i of own) {
      slope += slopes[i]!
      bend += bends[i]!
    }
    return { rows: own, value: (-rate * slope) / bend }
  }

  function bestCut(node: Node & { best?: Cut | undefined }, used: readonly number[]): Cut | undefined {
    if ('best' in node) return node.best
    let best: Cut | undefined
    const sums = new Float64Array(3 * (maxBins + 1))
    for (const feature of used) {
      sumByBin(node.rows, bins[feature]!, sums)
      let [slope, bend, count] = [0, 0, 0]
      for (let at = 0; at < sums.length; at += 3) {
        slope += sums[at]!
        bend += sums[at + 1]!
        count += sums[at + 2]!
      }
      const worth = (part: number, weight: number) => part ** 2 / (weight + decay)
      let [lowSlope, lowBend, low] = [0, 0, 0]
      for (let bin = 0; bin < cuts[feature]!.length; bin++) {
        lowSlope += sums[3 * bin]!
        lowBend += sums[3 * bin + 1]!
        low += sums[3 * bin + 2]!
        if (low < minRows || count - low < minRows) continue
        const gain = worth(lowSlope, lowBend) + worth(slope - lowSlope, bend - lowBend) - worth(slope, bend)
        if (gain > (best?.gain ?? 0)) best = { node, feature, bin, gain }
      }
    }
    node.best = best
    return best
  }

  function sumByBin(own: Int32Array, binOfRow: Uint8Array, sums: Float64Array): void {
    sums.fill(0)
    for (const i of own) {
      const at = 3 * binOfRow[i]!
      sums[at] = sums[at]! + slopes[i]!
      sums[at + 1] = sums[at + 1]! + bends[i]!
      sums[at + 2] = sums[at + 2]! + 1
    }
  }

  function asTree({ cut, low, high, value }: Node): DecisionTree<Feature> {
    if (cut === undefined) return Math.round(value * 1000) / 1000
    return [features[cut.feature]!, cuts[cut.feature]![cut.bin]!, asTree(low!), asTree(high!)]
  }
}

/** Where a feature may be cut: between its values, or at its quantiles when they are many. */
function cutsOf(values: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort()
  const different = sorted.filter((value, i) => value !== sorted[i - 1])
  const between =
    different.length <= maxBins ? [...different.subarray(1)].map((value, i) => (value + different[i]!) / 2) : quantiles(sorted)
  return [...new Set(between.map((cut) => Math.round(cut * 1000) / 1000))]
}

function quantiles(sorted: Float64Array): number[] {
  return Array.from({ length: maxBins - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / maxBins)]!)
}

function binOf(cuts: readonly number[], value: number): number {
  let bin = 0
  while (bin < cuts.length && value > cuts[bin]!) bin++
  return bin
}
