import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placeAfterSwitch } from './workspace-choice.ts'

test('switching the workspace keeps one at the same kind of page, and leaves what belongs to the other behind', () => {
  for (const path of ['/documents', '/settings/members', '/profile', '/conversations', '/agents'])
    assert.equal(placeAfterSwitch(path), path)
  for (const path of ['/', '/ask', '/workspaces/new', '/documentsuspicious', '/conversations/1', '/agents/1'])
    assert.equal(placeAfterSwitch(path), '/')
})
