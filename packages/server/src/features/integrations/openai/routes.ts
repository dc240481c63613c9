import { contract } from '@brain-ai/contract'
import type { Answering } from '#answers'
import { type ServedRoute, serve } from '#platform/http'
import { completeChat, streamChat } from './complete-chat.ts'
import { embedTexts } from './embed-texts.ts'
import { getModel, listModels } from './list-models.ts'

const { openai } = contract

export const openAiRoutes = (answering: Answering): ServedRoute[] => [
  serve(
    openai.createChatCompletion,
    (ctx, { body }) => completeChat(ctx, answering, body),
    (ctx, { body }) => streamChat(ctx, answering, body),
  ),
  serve(openai.createEmbeddings, (ctx, { body }) => embedTexts(ctx, body)),
  serve(openai.listModels, (ctx) => listModels(ctx)),
  serve(openai.getModel, (ctx, { params }) => getModel(ctx, params.model)),
]
