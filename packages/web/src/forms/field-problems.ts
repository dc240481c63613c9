import { BrainError } from '@brain-ai/contract'

/** What the server said about single fields, by the name of the field. */
export function fieldProblems(error: unknown): Record<string, string> {
  if (!(error instanceof BrainError) || error.code !== 'request/invalid') return {}
  const { errors = [] } = error.details as { errors?: { path: string; message: string }[] }
  return Object.fromEntries(errors.map(({ path, message }) => [path.replace(/^body\./, ''), message]))
}

/** The text of a field of a submitted form. */
export const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '')
