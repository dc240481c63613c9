import { BrainError } from '@brain-ai/contract'
import type { ChatModel } from './ports.ts'

/**
 * Several models as one: the next one is asked when one fails before it has said anything. After the first word there is no way back,
 * as two models do not continue each other.
 */
export function chainChatModels(models: readonly [ChatModel, ...ChatModel[]]): ChatModel {
  const [first, ...others] = models
  if (others.length === 0) return first
  const known = models.map(({ contextTokens }) => contextTokens).filter((tokens) => tokens !== undefined)
  return {
    id: first.id,
    // What is asked must fit whichever of them answers.
    contextTokens: known.length > 0 ? Math.min(...known) : undefined,
    async *stream(request, options) {
      let firstFault: unknown
      for (const model of models) {
        let hasSaid = false
        try {
          for await (const event of model.stream(request, options)) {
            hasSaid = true
            yield event
          }
          return
        } catch (error) {
          if (hasSaid || options.signal.aborted || !isFaultOfModel(error)) throw error
          firstFault ??= error
        }
      }
      throw firstFault
    },
  }
}

const isFaultOfModel = (error: unknown): boolean =>
  error instanceof BrainError && (error.code === 'model/unavailable' || error.code === 'model/refused')
