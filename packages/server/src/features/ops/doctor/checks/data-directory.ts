import { type DoctorCheck, fail, ok, skip, warn } from '../report.ts'

const fullBytes = 200_000_000
const lowBytes = 1_000_000_000

export const dataDirectoryCheck: DoctorCheck = {
  name: 'data directory',
  inspect: ({ dataDirectory: directory }) => {
    if (!directory) return skip('The configuration does not say where it is.')
    const { path, kind, isWritable, freeBytes } = directory
    const free = `${(freeBytes / 1e9).toFixed(1)} GB free`
    if (kind === 'not-a-directory')
      return fail(`${path} is not a directory.`, 'A file has the name of the data directory.', 'Choose another BRAIN_DATA_DIR.')
    if (!isWritable)
      return fail(
        `${path} cannot be written.`,
        'The account that runs this program has no right to it.',
        'Give the directory to that account, or choose another BRAIN_DATA_DIR.',
      )
    if (freeBytes < fullBytes)
      return fail(`${path}, ${free}`, 'The disk is as good as full; imports and the database stop.', 'Make room on this disk.')
    if (freeBytes < lowBytes)
      return warn(`${path}, ${free}`, 'A few large imports will fill the disk.', 'Make room, or move the data directory.')
    return ok(kind === 'absent' ? `${path} is made at the first start, ${free}` : `${path}, writable, ${free}`)
  },
}
