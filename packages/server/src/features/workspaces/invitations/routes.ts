import { contract } from '@brain-ai/contract'
import type { App } from '#platform/context'
import { type ServedRoute, serve } from '#platform/http'
import type { SignIn } from '../accounts/sign-in.ts'
import { describeMe } from '../describe-me.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { createInvitation } from './create-invitation.ts'
import { getOffer } from './get-offer.ts'
import { listInvitations } from './list-invitations.ts'
import { renewInvitation, revokeInvitation } from './renew-invitation.ts'
import { requestInvitation } from './request-invitation.ts'
import { signUpInvited } from './sign-up-invited.ts'

export interface InvitationRoutes {
  readonly app: App
  readonly signIn: SignIn
  /** The address people use, without a slash at its end; known once the server listens. */
  readonly url: () => string
}

export function invitationRoutes(given: InvitationRoutes): ServedRoute[] {
  return [...membersSide(given), ...inviteesSide(given)]
}

function membersSide({ url }: InvitationRoutes): ServedRoute[] {
  return [
    serve(contract.invitations.listInvitations, async (ctx) => ({ invitations: await listInvitations(ctx) })),
    serve(contract.invitations.createInvitation, (ctx, { body }) => createInvitation(ctx, url(), body)),
    serve(contract.invitations.renewInvitation, (ctx, { params }) => renewInvitation(ctx, url(), params.id)),
    serve(contract.invitations.revokeInvitation, (ctx, { params }) => revokeInvitation(ctx, params.id)),
  ]
}

function inviteesSide({ app, signIn, url }: InvitationRoutes): ServedRoute[] {
  return [
    serve(contract.invitations.getInvitation, (_, { params }) => getOffer(app, params.token)),
    serve(contract.invitations.acceptInvitation, async (ctx, { params }) => {
      await acceptInvitation(app, ctx.user, params.token)
      return describeMe(app, ctx.user, ctx.session)
    }),
    serve(contract.invitations.signUpInvited, async (ctx, { params, body }) => {
      const user = await signUpInvited(app, params.token, body)
      const { cookies } = await signIn.openSession(user.id, ctx)
      ctx.setCookies(cookies)
      return describeMe(app, user)
    }),
    serve(contract.invitations.requestInvitation, (ctx, { body }) => {
      // Not waited for: the time that the reply takes would tell whether the domain may join somewhere.
      setImmediate(() => {
        requestInvitation(app, url(), body).catch((error: unknown) =>
          ctx.log.error({ err: error }, 'an invitation that was asked for could not be made'),
        )
      })
    }),
  ]
}
