import { type DoctorCheck, fail, ok, skip } from '../report.ts'

export const sealedKeysCheck: DoctorCheck = {
  name: 'model keys',
  inspect: ({ database }) => {
    if (database?.state !== 'open' || !database.sealedKeys) return skip('The keys of model providers could not be looked at.')
    const { total, lost } = database.sealedKeys
    if (total === 0) return ok('No workspace has stored a key of a model provider.')
    if (lost === 0) return ok(`Of ${total} stored keys of model providers the secret key opens all.`)
    return fail(
      `Of ${total} stored keys of model providers ${lost} cannot be opened.`,
      'They were sealed with another BRAIN_SECRET_KEY than the one that is set now.',
      'Set the one from before as BRAIN_SECRET_KEY_OLD and start once; or enter the keys again under Settings → Models.',
    )
  },
}
