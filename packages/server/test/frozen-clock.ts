import type { App } from '#platform/context'

/** Stops the clock of a running product until disposed, so that waits are exact however slow the machine is. */
export function freezeClock(app: App): Disposable & { advance: (ms: number) => void } {
  const real = app.now
  let time = real().getTime()
  const set = (now: App['now']) => void Object.assign(app, { now })
  set(() => new Date(time))
  return {
    advance: (ms) => {
      time += ms
    },
    [Symbol.dispose]: () => set(real),
  }
}
