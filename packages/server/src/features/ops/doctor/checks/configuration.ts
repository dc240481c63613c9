import { type DoctorCheck, fail, ok } from '../report.ts'

export const configurationCheck: DoctorCheck = {
  name: 'configuration',
  inspect: ({ configurationProblems, settings }) =>
    configurationProblems.length === 0
      ? ok(`All ${settings} settings are valid.`)
      : fail(
          configurationProblems.join('\n'),
          'The server does not start with a setting it cannot understand.',
          'Correct the variables named above; docs/configuration.md lists them all.',
        ),
}
