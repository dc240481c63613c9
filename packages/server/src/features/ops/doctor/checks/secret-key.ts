import { type DoctorCheck, ok, warn } from '../report.ts'

const fewestCharacters = 12

export const secretKeyCheck: DoctorCheck = {
  name: 'secret key',
  inspect: ({ secretKey }) => {
    if (secretKey === undefined) return ok('Made at the first start and kept in the database.')
    const different = new Set(secretKey).size
    if (different >= fewestCharacters && !/change.?me|secret|password|example/i.test(secretKey))
      return ok('Given, and long enough.')
    return warn(
      'BRAIN_SECRET_KEY looks easy to guess.',
      'Whoever guesses it can read second factors from a copy of the database.',
      'Take a random one, as from `openssl rand -base64 32`. Second factors have to be set up anew.',
    )
  },
}
