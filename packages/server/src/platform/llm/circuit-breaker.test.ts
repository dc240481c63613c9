import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CircuitBreaker } from './circuit-breaker.ts'

function aBreaker() {
  let time = 0
  const breaker = new CircuitBreaker({ now: () => time })
  const pass = (ms: number) => {
    time += ms
  }
  return { breaker, pass }
}

function failTimes(breaker: CircuitBreaker, times: number): void {
  for (let i = 0; i < times; i++) breaker.enter()?.failed()
}

test('failures in a row open it, and a success between them does not let it come to that', () => {
  const { breaker } = aBreaker()
  failTimes(breaker, 4)
  breaker.enter()?.succeeded()
  failTimes(breaker, 4)
  assert.equal(breaker.state, 'closed')
  failTimes(breaker, 1)
  assert.equal(breaker.state, 'open')
  assert.equal(breaker.enter(), undefined)
})

test('an endpoint where nothing answers opens it at once', () => {
  const { breaker } = aBreaker()
  breaker.enter()?.failed({ isDead: true })
  assert.equal(breaker.state, 'open')
})

test('when every second call fails it opens as well', () => {
  const { breaker } = aBreaker()
  for (let i = 0; i < 20 && breaker.state === 'closed'; i++) {
    breaker.enter()?.succeeded()
    breaker.enter()?.failed()
  }
  assert.equal(breaker.state, 'open')
})

test('failures of long ago are forgotten', () => {
  const { breaker, pass } = aBreaker()
  for (let i = 0; i < 40; i++) {
    breaker.enter()?.succeeded()
    breaker.enter()?.failed()
    pass(1_000)
  }
  assert.equal(breaker.state, 'closed')
})

test('after a while one call is let through, and no second one beside it', () => {
  const { breaker, pass } = aBreaker()
  failTimes(breaker, 5)
  pass(2_000)
  const probe = breaker.enter()
  assert.ok(probe)
  assert.equal(breaker.enter(), undefined)
  probe.succeeded()
  assert.equal(breaker.state, 'closed')
  assert.ok(breaker.enter())
})

test('a probe that fails keeps it open for longer, up to half a minute', () => {
  const { breaker, pass } = aBreaker()
  failTimes(breaker, 5)
  pass(2_000)
  breaker.enter()?.failed()
  pass(3_999)
  assert.equal(breaker.enter(), undefined)
  pass(1)
  for (let i = 0; i < 10; i++) {
    breaker.enter()?.failed()
    pass(30_000)
  }
  assert.ok(breaker.enter())
})

test('a probe that is cancelled leaves the place to the next one', () => {
  const { breaker, pass } = aBreaker()
  failTimes(breaker, 5)
  pass(2_000)
  breaker.enter()?.release()
  assert.ok(breaker.enter())
})

test('a call that began in better times neither closes nor prolongs it', () => {
  const { breaker, pass } = aBreaker()
  const [early, late] = [breaker.enter(), breaker.enter()]
  failTimes(breaker, 5)
  early?.succeeded()
  assert.equal(breaker.state, 'open')
  late?.failed()
  pass(2_000)
  assert.ok(breaker.enter())
})
