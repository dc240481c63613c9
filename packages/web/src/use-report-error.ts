import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { isCode } from './api.ts'
import { textOfError } from './error-text.ts'
import { showToast } from './ui/show-toast.ts'

/** Says at the foot of the page what did not work; where a limit is the reason, with the way to what is used. */
export function useReportError(): (error: unknown) => void {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (error) => {
    const seeUsage = { label: t('usage.see'), run: () => void navigate({ to: '/settings/usage' }) }
    showToast({
      text: textOfError(t, error).text,
      isBad: true,
      action: isCode(error, 'limit/reached') ? seeUsage : undefined,
    })
  }
}
