import type { DecisionTree } from '../packages/server/src/features/answers/decision-trees.ts'

export type Grown = {
  readonly trees: number
  readonly leaves: number
  readonly rate: number
  readonly minRows: number
  readonly decay: number
}
type Cut = { readonly node: Node; readonly feature: number; readonly bin: number; readonly gain: number }
type Node = { readonly rows: Int32Array; value: number; cut?: Cut; low?: Node; high?: Node }

const maxBins = 24

/**
 * Gradient boosting of small regression trees for a yes or no, best leaf first. The same rows grow the same trees.
 * The sum of the trees is in log-odds, beside the share of yes among the rows.
 */
export function growTrees<Feature extends string>(
  features: readonly Feature[],
  rows: readonly Readonly<Record<Feature, number>>[],
  isYes: readonly boolean[],
  options: Grown,
): DecisionTree<Feature>[] {
  const { trees, leaves, rate, minRows, decay } = options
  const cuts = features.map((name) => cutsOf(rows.map((row) => row[name])))
  const bins = features.map((name, j) => Uint8Array.from(rows, (row) => cuts[j]!.filter((cut) => row[name] > cut).length))
  const yes = isYes.filter(Boolean).length
  const scores = new Float64Array(rows.length).fill(Math.log(yes / (rows.length - yes)))
  const slopes = new Float64Array(rows.length)
  const bends = new Float64Array(rows.length)
  const all = Int32Array.from(rows.keys())
  return Array.from({ length: trees }, () => {
    for (const i of all) {
      const chance = 1 / (1 + Math.exp(-scores[i]!))
      slopes[i] = chance - (isYes[i] ? 1 : 0)
      bends[i] = chance * (1 - chance)
    }
    const root = leafOf(all)
    const open = [root]
    while (open.length < leaves) {
      const best = open
        .map(bestCut)
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

  function bestCut(node: Node & { best?: Cut | undefined }): Cut | undefined {
    if ('best' in node) return node.best
    let best: Cut | undefined
    for (const [feature, all] of bins.entries()) {
      const sums = sumsByBin(node.rows, all)
      const [slope, bend, count] = sums.reduce((a, b) => [a[0]! + b[0]!, a[1]! + b[1]!, a[2]! + b[2]!], [0, 0, 0]) as [
        number,
        number,
        number,
      ]
      const worth = (part: number, weight: number) => part ** 2 / (weight + decay)
      let [lowSlope, lowBend, low] = [0, 0, 0]
      for (let bin = 0; bin < cuts[feature]!.length; bin++) {
        lowSlope += sums[bin]![0]!
        lowBend += sums[bin]![1]!
        low += sums[bin]![2]!
        if (low < minRows || count - low < minRows) continue
        const gain = worth(lowSlope, lowBend) + worth(slope - lowSlope, bend - lowBend) - worth(slope, bend)
        if (best === undefined || gain > best.gain) best = { node, feature, bin, gain }
      }
    }
    node.best = best
    return best
  }

  function sumsByBin(own: Int32Array, binOf: Uint8Array): number[][] {
    const sums = Array.from({ length: maxBins + 1 }, () => [0, 0, 0])
    for (const i of own) {
      const sum = sums[binOf[i]!]!
      sum[0]! += slopes[i]!
      sum[1]! += bends[i]!
      sum[2]!++
    }
    return sums
  }

  function asTree({ cut, low, high, value }: Node): DecisionTree<Feature> {
    if (cut === undefined) return Math.round(value * 1000) / 1000
    return [features[cut.feature]!, cuts[cut.feature]![cut.bin]!, asTree(low!), asTree(high!)]
  }
}

/** Where a feature may be cut: between its values, or at its quantiles when they are many. */
function cutsOf(values: readonly number[]): number[] {
  const different = [...new Set(values)].sort((a, b) => a - b)
  const between =
    different.length <= maxBins
      ? different.slice(1).map((value, i) => (value + different[i]!) / 2)
      : quantiles(values.toSorted((a, b) => a - b))
  return [...new Set(between.map((cut) => Math.round(cut * 1000) / 1000))]
}

function quantiles(sorted: readonly number[]): number[] {
  return Array.from({ length: maxBins - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / maxBins)]!)
}
