/** A number, or a question: is the feature at most so much, then the first tree, otherwise the second. */
export type DecisionTree<Feature extends string> =
  | number
  | readonly [feature: Feature, atMost: number, then: DecisionTree<Feature>, otherwise: DecisionTree<Feature>]

/** The sum of what each tree says. */
export function sumTrees<Feature extends string>(
  trees: readonly DecisionTree<Feature>[],
  features: Readonly<Record<Feature, number>>,
): number {
  let sum = 0
  for (let tree of trees) {
    while (typeof tree !== 'number') tree = features[tree[0]] <= tree[1] ? tree[2] : tree[3]
    sum += tree
  }
  return sum
}
