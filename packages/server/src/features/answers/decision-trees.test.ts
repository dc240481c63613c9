import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DecisionTree, sumTrees } from './decision-trees.ts'

test('every tree adds the number at the end of its own path', () => {
  const trees: DecisionTree<'wet' | 'warm'>[] = [['wet', 0.5, ['warm', 20, 1, 2], 4], ['warm', 20, 0.1, 0.2], 8]
  assert.equal(sumTrees(trees, { wet: 0, warm: 20 }), 9.1)
  assert.equal(sumTrees(trees, { wet: 0, warm: 21 }), 10.2)
  assert.equal(sumTrees(trees, { wet: 1, warm: 21 }), 12.2)
})
