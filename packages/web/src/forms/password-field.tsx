import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'

interface PasswordFieldProps {
  label: string
  name: string
  isNew?: boolean
  problem?: string | undefined
}

/** A password that can be looked at while typing. A new one says what it has to be. */
export function PasswordField({ label, name, isNew = false, problem }: PasswordFieldProps) {
  const { t } = useTranslation()
  const [isShown, setIsShown] = useState(false)
  return (
    <TextField
      label={label}
      name={name}
      type={isShown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      minLength={isNew ? 10 : undefined}
      maxLength={256}
      required
      hint={isNew ? t('setup.passwordHint') : undefined}
      problem={problem}
      end={
        <IconButton
          label={isShown ? t('signIn.hidePassword') : t('signIn.showPassword')}
          icon={isShown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
          onClick={() => setIsShown(!isShown)}
        />
      }
    />
  )
}
