import { TextField } from '../ui/field.tsx'

interface CodeFieldProps {
  label: string
  hint?: string
  problem?: string | undefined
  isFocusedFirst?: boolean
}

/** The six digits of an authenticator app; phones offer them above the keyboard. The field is called `code` in its form. */
export const CodeField = ({ label, hint, problem, isFocusedFirst = true }: CodeFieldProps) => (
  <TextField
    label={label}
    hint={hint}
    problem={problem}
    name="code"
    required
    autoFocus={isFocusedFirst}
    autoComplete="one-time-code"
    inputMode="numeric"
    // Apps show the code in two halves, and so people type it.
    pattern="\s*\d{3}\s?\d{3}\s*"
    maxLength={9}
    className="font-mono tracking-widest"
  />
)
