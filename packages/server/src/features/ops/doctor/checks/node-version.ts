import { type DoctorCheck, fail, ok, warn } from '../report.ts'

const neededMajor = 26

export const nodeVersionCheck: DoctorCheck = {
  name: 'node',
  inspect: ({ nodeVersion }) => {
    const major = Number.parseInt(nodeVersion, 10)
    if (major < neededMajor)
      return fail(
        `Node ${nodeVersion} runs this program.`,
        `It is written for Node ${neededMajor}.`,
        'Start it with `npm start` or `npx brain`, which use the Node that `npm ci` installs.',
      )
    if (major > neededMajor)
      return warn(
        `Node ${nodeVersion} runs this program.`,
        `It is tested with Node ${neededMajor} only.`,
        'Start it with `npm start` or `npx brain`, which use the Node that `npm ci` installs.',
      )
    return ok(`Node ${nodeVersion}`)
  },
}
