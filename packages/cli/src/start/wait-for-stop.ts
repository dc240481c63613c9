import { exitCodes } from '../exit-codes.ts'

// One Ctrl+C reaches us up to three times: from the terminal, from npm and from bin.mjs, which pass on what they get.
const sameSignalMs = 1000

/**
 * Waits for a wish to stop: Ctrl+C, SIGTERM, a closed terminal, or the end of the process that started us through bin.mjs.
 * Asked once more, it ends the process at once instead of letting running requests end.
 */
export function waitForStop(): Disposable & { readonly requested: Promise<void> } {
  const requested = Promise.withResolvers<void>()
  let firstAt: number | undefined
  const onSignal = () => {
    firstAt ??= performance.now()
    if (performance.now() - firstAt > sameSignalMs) process.exit(exitCodes.interrupted)
    requested.resolve()
  }
  const events = ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const
  for (const event of events) process.on(event, onSignal)
  return {
    requested: requested.promise,
    [Symbol.dispose]() {
      for (const event of events) process.removeListener(event, onSignal)
    },
  }
}
