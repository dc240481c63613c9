import type { LanguageModelV4Usage } from '@ai-sdk/provider'
import type { TokenUsage } from './ports.ts'

export const noTokens: TokenUsage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
}

export function addUsage(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
    cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
  }
}

/** Undefined where the provider said nothing of it. */
export function readUsage({ inputTokens, outputTokens }: LanguageModelV4Usage): TokenUsage | undefined {
  if (inputTokens.total === undefined && outputTokens.total === undefined) return undefined
  const input = whole(inputTokens.total)
  const output = whole(outputTokens.total)
  return {
    inputTokens: input,
    cachedInputTokens: Math.min(input, whole(inputTokens.cacheRead)),
    cacheWriteTokens: Math.min(input, whole(inputTokens.cacheWrite)),
    outputTokens: output,
    reasoningTokens: Math.min(output, whole(outputTokens.reasoning)),
  }
}

// A provider is not believed everything: what it says ends in a table of whole numbers.
const whole = (value: number | undefined): number =>
  value !== undefined && Number.isFinite(value) && value > 0 ? Math.min(Math.round(value), 1_000_000_000) : 0

/** About how many tokens a text has, where nobody counted them: four letters each, or one of a script that has no letters. */
export function estimateTokens(text: string): number {
  let weight = 0
  for (const character of text) weight += character.codePointAt(0)! < 0x2e80 ? 1 : 4
  return Math.ceil(weight / 4)
}
