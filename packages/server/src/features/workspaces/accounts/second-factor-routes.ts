import { contract } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { type AccountContext, type ServedRoute, serve } from '#platform/http'
import { describeMe } from '../describe-me.ts'
import { checkOwnPassword } from './check-password.ts'
import { guardAttempt } from './guard-attempt.ts'
import type { SessionCache } from './session-cache.ts'
import type { SignIn } from './sign-in.ts'

export function secondFactorRoutes(given: { app: App; signIn: SignIn; sessions: SessionCache }): ServedRoute[] {
  const { app, signIn, sessions } = given
  const whoOf = ({ user, address }: AccountContext) => ({ id: user.id, email: user.email, address })
  const describe = (ctx: AccountContext, hasSecondFactor: boolean) => {
    sessions.forgetUser(ctx.user.id)
    return describeMe(app, { ...ctx.user, hasSecondFactor }, ctx.session)
  }
  return [
    serve(contract.auth.beginSecondFactor, async (ctx, { body }) => {
      await checkOwnPassword(app, whoOf(ctx), body.password)
      return signIn.secondFactors.begin(ctx.user)
    }),
    serve(contract.auth.confirmSecondFactor, async (ctx, { body }) => {
      await guardAttempt(app, whoOf(ctx), () => signIn.secondFactors.confirm(ctx.user.id, body.code))
      return describe(ctx, true)
    }),
    serve(contract.auth.removeSecondFactor, async (ctx, { body }) => {
      await checkOwnPassword(app, whoOf(ctx), body.password)
      await signIn.secondFactors.remove(ctx.user.id)
      return describe(ctx, false)
    }),
  ]
}
