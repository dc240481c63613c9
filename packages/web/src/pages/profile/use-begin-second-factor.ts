import { useMutation } from '@tanstack/react-query'
import { api, routes } from '../../api.ts'

/** What the server told of a factor that is being set up. It is told once, so it stays in memory until the code is confirmed. */
export interface BegunFactor {
  uri: string
  secret: string
  recoveryCodes: string[]
}

export const useBeginSecondFactor = (onBegun: (factor: BegunFactor) => void) =>
  useMutation({
    mutationFn: (password: string) => api.call(routes.auth.beginSecondFactor, { body: { password } }),
    onSuccess: onBegun,
    gcTime: 0,
  })
