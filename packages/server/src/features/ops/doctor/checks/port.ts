import { type DoctorCheck, fail, ok, skip } from '../report.ts'

export const portCheck: DoctorCheck = {
  name: 'port',
  inspect: ({ port: facts }) => {
    if (!facts) return skip('The configuration does not say which.')
    const { port, host, state, readiness } = facts
    switch (state) {
      case 'free':
        return ok(port === 0 ? 'A free one is taken at the start.' : `${port} on ${host} is free.`)
      case 'ours':
        if (readiness?.isReady) return ok(`A Brain AI server answers on ${port}, and is ready.`)
        return fail(
          `A Brain AI server listens on ${port}, but is not ready: ${readiness?.text}.`,
          'It starts or stops at this moment, or has lost its database.',
          'Look again in a minute, then into its log.',
        )
      case 'taken':
        return fail(
          `${port} on ${host} is taken by another program.`,
          'Two programs cannot listen on one port.',
          'Stop the other program, or set BRAIN_PORT to a free port.',
        )
      case 'forbidden':
        return fail(
          `${port} on ${host} may not be used.`,
          'Ports below 1024 need a privilege.',
          'Set BRAIN_PORT above 1023 and put a proxy in front.',
        )
      case 'no-such-address':
        return fail(`Nothing can listen on ${host}.`, 'This machine does not have that address.', 'Correct BRAIN_HOST.')
    }
  },
}
