import type { ChatTool } from './ports.ts'
import type { AskedTool } from './stream-round.ts'

export interface PreparedTool {
  /** What the model wrote, as far as it can be read; otherwise its text. */
  readonly input: unknown
  readonly run: (signal: AbortSignal) => Promise<string>
}

/**
 * Makes ready what a model asked for. A tool that there is not, or an input that does not fit, is told to the model as an outcome:
 * it may do better in the next round.
 */
export function runTool(tools: readonly ChatTool[], asked: AskedTool): PreparedTool {
  const answer = (input: unknown, sentence: string): PreparedTool => ({ input, run: () => Promise.resolve(sentence) })
  const tool = tools.find(({ name }) => name === asked.tool)
  if (!tool) return answer(asked.input, `There is no tool of the name ${asked.tool.slice(0, 60)}.`)
  const written = readJson(asked.input)
  if (written === undefined) return answer(asked.input, 'The input of the tool is not complete JSON. Ask again with a whole one.')
  const parsed = tool.input.safeParse(written)
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`)
    return answer(written, `The input of the tool does not fit. ${problems.join('; ')}`)
  }
  return { input: parsed.data, run: (signal) => tool.run(parsed.data, signal) }
}

/** Undefined for what is no JSON; no input at all is an empty one. */
function readJson(text: string): unknown {
  if (text.trim() === '') return {}
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
