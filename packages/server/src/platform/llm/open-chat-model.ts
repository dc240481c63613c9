import type { LanguageModelV4, LanguageModelV4FinishReason, LanguageModelV4Prompt } from '@ai-sdk/provider'
import type { CallHooks } from './call-log.ts'
import { CallRecorder } from './call-recorder.ts'
import { type ToolOutcome, textOfPrompt, toCallOptions, toolMessages, toPrompt } from './chat-prompt.ts'
import type { Endpoint } from './endpoint.ts'
import { ModelFault } from './model-fault.ts'
import type { ChatEvent, ChatModel, ChatRequest, FinishReason } from './ports.ts'
import type { CallLimits } from './provider-spec.ts'
import { runTool } from './run-tool.ts'
import { type AskedTool, streamRound } from './stream-round.ts'
import { estimateTokens, noTokens } from './token-usage.ts'
import { type Attempts, enterCircuit, settleFault, waitToTryAgain } from './try-again.ts'

export interface OpenedChatModel {
  /** `<provider>/<model>`. */
  readonly id: string
  readonly model: LanguageModelV4
  readonly endpoint: Endpoint
  readonly limits: CallLimits
  readonly contextTokens: number | undefined
  readonly hooks: readonly CallHooks[]
  readonly patienceMs: number
  readonly now: () => Date
  readonly onRetry: () => void
}

/** One model of one provider as a ChatModel: with retries until it has said something, a circuit, tools, and a record of each call. */
export function openChatModel(opened: OpenedChatModel): ChatModel {
  return {
    id: opened.id,
    contextTokens: opened.contextTokens,
    stream: (request, { signal }) => new ChatCall(opened, request, signal).stream(),
  }
}

interface Round {
  readonly text: string
  readonly asked: readonly AskedTool[]
  readonly reason: LanguageModelV4FinishReason
}

class ChatCall {
  readonly #opened: OpenedChatModel
  readonly #request: ChatRequest
  readonly #attempts: Attempts
  readonly #recorder: CallRecorder
  #prompt: LanguageModelV4Prompt

  constructor(opened: OpenedChatModel, request: ChatRequest, signal: AbortSignal) {
    this.#opened = opened
    this.#request = request
    this.#prompt = toPrompt(request)
    const { id, endpoint, limits, patienceMs, hooks, now, onRetry } = opened
    const deadline = performance.now() + limits.totalMs
    this.#attempts = { endpoint, model: opened.model.modelId, deadline, patienceMs, signal, now, onRetry }
    this.#recorder = new CallRecorder({ kind: 'chat', model: id, hooks, now: now() })
  }

  async *stream(): AsyncGenerator<ChatEvent, void> {
    const { signal } = this.#attempts
    signal.throwIfAborted()
    for (const { beforeCall } of this.#opened.hooks) await beforeCall?.()
    this.#opened.endpoint.retries.countCall()
    const maxRounds = this.#request.maxToolRounds ?? 0
    try {
      for (let round = 0; ; round++) {
        const mayUseTools = round < maxRounds
        const said = yield* this.#round(mayUseTools)
        if (said.asked.length === 0 || !mayUseTools) {
          const finishReason = said.asked.length > 0 ? 'tool-rounds' : finishReasonOf(said.reason)
          return yield* this.#finish(finishReason)
        }
        const outcomes = yield* this.#runTools(said.asked)
        this.#prompt = [...this.#prompt, ...toolMessages(said.text, outcomes)]
      }
    } catch (error) {
      if (signal.aborted) {
        await this.#recorder.tell('cancelled')
        throw signal.reason
      }
      if (!(error instanceof ModelFault)) {
        await this.#recorder.tell('failed')
        throw error
      }
      await this.#recorder.tell('failed', error)
      throw error.toBrainError(this.#opened.id)
    } finally {
      // Whoever stops reading in the middle has cancelled as well; after an end or a fault this tells nothing more.
      await this.#recorder.tell('cancelled')
    }
  }

  async *#finish(finishReason: FinishReason): AsyncGenerator<ChatEvent, void> {
    const usage = this.#recorder.addUsage(noTokens, () => noTokens)
    await this.#recorder.tell('finished')
    yield { name: 'end', finishReason, usage, model: this.#opened.id }
  }

  /** One answer of the model, asked again while it has said nothing yet. */
  async *#round(mayUseTools: boolean): AsyncGenerator<ChatEvent, Round> {
    let before: ModelFault | undefined
    for (let attempt = 1; ; attempt++) {
      const permit = enterCircuit(this.#attempts, before)
      let hasSaid = false
      try {
        for await (const event of this.#attempt(mayUseTools, () => permit.succeeded())) {
          if (event.name === 'round') return event.round
          hasSaid = true
          yield event
        }
        throw new ModelFault('cut')
      } catch (error) {
        const fault = settleFault(error, permit, this.#attempts)
        if (hasSaid) throw fault
        await waitToTryAgain(fault, attempt, this.#attempts)
        before = fault
      } finally {
        permit.release()
      }
    }
  }

  async *#attempt(mayUseTools: boolean, onAlive: () => void): AsyncGenerator<ChatEvent | { name: 'round'; round: Round }, void> {
    const { deadline, signal } = this.#attempts
    const options = toCallOptions(this.#request, { prompt: this.#prompt, mayUseTools })
    const asked: AskedTool[] = []
    let text = ''
    let hasBegun = false
    let isCounted = false
    const estimate = () => ({
      ...noTokens,
      inputTokens: estimateTokens(textOfPrompt(this.#prompt)),
      outputTokens: estimateTokens(text + asked.map(({ input }) => input).join('')),
    })
    this.#recorder.countRequest()
    try {
      for await (const part of streamRound(this.#opened.model, options, { limits: this.#opened.limits, deadline, signal })) {
        if (part.name === 'alive') {
          hasBegun = true
          this.#recorder.sawFirstToken()
          onAlive()
        } else if (part.name === 'text') {
          text += part.text
          yield { name: 'text-delta', text: part.text }
        } else if (part.name === 'tool') asked.push(part.asked)
        else {
          onAlive()
          isCounted = true
          this.#recorder.addUsage(part.usage, estimate)
          yield { name: 'round', round: { text, asked, reason: part.reason } }
          return
        }
      }
    } finally {
      // What was read and said until it broke off is paid for, though nobody counted it. Nothing was, where it never began.
      if (!isCounted && (hasBegun || signal.aborted)) this.#recorder.addUsage(undefined, estimate)
    }
  }

  async *#runTools(asked: readonly AskedTool[]): AsyncGenerator<ChatEvent, ToolOutcome[]> {
    const outcomes: ToolOutcome[] = []
    for (const one of asked) {
      const { id, tool } = one
      const prepared = runTool(this.#request.tools ?? [], one)
      yield { name: 'tool-call', id, tool, input: prepared.input }
      const output = await prepared.run(this.#attempts.signal)
      this.#attempts.signal.throwIfAborted()
      yield { name: 'tool-result', id, tool, output }
      outcomes.push({ asked: one, input: prepared.input, output })
    }
    if (performance.now() >= this.#attempts.deadline) throw new ModelFault('total-timeout')
    return outcomes
  }
}

function finishReasonOf({ unified }: LanguageModelV4FinishReason): FinishReason {
  if (unified === 'length') return 'length'
  return unified === 'content-filter' ? 'filtered' : 'stop'
}
