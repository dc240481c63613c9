type Count = (text: string) => number

let loading: Promise<Count> | undefined

/**
 * Counts the tokens of texts as most models do, within a few percent. The tables take memory, so they are loaded with the first
 * answer of a model.
 */
export function loadTokenCounter(): Promise<Count> {
  loading ??= import('gpt-tokenizer/encoding/o200k_base').then(
    ({ countTokens }) =>
      (text) =>
        // What looks like a sign of the model itself is text like any other.
        countTokens(text, { disallowedSpecial: new Set(), allowedSpecial: new Set() }),
  )
  return loading
}
