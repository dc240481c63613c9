import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { until } from './browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface AxeResult {
  readonly violations: readonly { id: string; help: string; nodes: readonly { html: string; failureSummary?: string }[] }[]
}

/** Asserts that axe finds nothing on the page as it is, by the rules of WCAG 2.2 AA and its own best practices. */
export async function assertAccessible(page: Page, where: string): Promise<void> {
  // Animations in flight have colours that no rule can judge.
  await until(
    page,
    `document.getAnimations().every((one) => one.playState !== 'running' || one.effect?.getTiming().iterations === Infinity)`,
  )
  const isolated = await page.context().newCDPSession(page)
  // Evaluated by the debugger, as the content security policy lets no foreign script into the page.
  await isolated.send('Runtime.evaluate', { expression: axeSource })
  const { result } = await isolated.send('Runtime.evaluate', {
    expression: 'axe.run(document)',
    awaitPromise: true,
    returnByValue: true,
  })
  await isolated.detach()
  const { violations } = result.value as AxeResult
  const found = violations.map(
    (one) =>
      `${one.id}: ${one.help}\n${one.nodes.map((node) => `    ${node.html.slice(0, 200)}\n    ${node.failureSummary ?? ''}`).join('\n')}`,
  )
  assert.deepEqual(found, [], `axe on ${where}:\n${found.join('\n')}`)
}
