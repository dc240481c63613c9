import { contract } from '@brain-ai/contract'
import { type ServedRoute, serve } from '#platform/http'
import { getMail } from './get-mail.ts'
import { listMails } from './list-mails.ts'
import { retryMail } from './retry-mail.ts'

/** The outbox, for those who run the installation. */
export const mailRoutes: readonly ServedRoute[] = [
  serve(contract.instance.listMails, (ctx, { query }) => listMails(ctx.app, query)),
  serve(contract.instance.getMail, (ctx, { params }) => {
    // The link in a mail opens an account, so it is on record who looked.
    ctx.log.info({ mailId: params.id, userId: ctx.user.id }, 'an operator reads a mail')
    return getMail(ctx.app, params.id)
  }),
  serve(contract.instance.retryMail, (ctx, { params }) => retryMail(ctx.app, params.id)),
]
