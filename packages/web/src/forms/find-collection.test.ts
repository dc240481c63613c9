import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CollectionView } from '@brain-ai/contract'
import { findCollection } from './find-collection.ts'

const aCollection = (id: string, name: string, access: CollectionView['access']): CollectionView => ({
  id,
  name,
  access,
  isReadable: true,
  documents: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
})
const collections = [
  aCollection('1', 'Pay', 'members'),
  aCollection('2', 'Board', 'members'),
  aCollection('3', 'pay', 'workspace'),
]

test('a typed name means the collection of that name, however it is written', () => {
  assert.equal(findCollection(collections, '  BOARD ')?.id, '2')
})

test('of two collections with one name the open one is meant', () => {
  assert.equal(findCollection(collections, 'Pay')?.id, '3')
})

test('an empty or unknown name means none', () => {
  assert.equal(findCollection(collections, ' '), undefined)
  assert.equal(findCollection(collections, 'Boa'), undefined)
})
