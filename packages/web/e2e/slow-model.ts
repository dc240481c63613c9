import { piecesOf, ScriptedProvider } from '../../server/test/scripted-provider/index.ts'

/** What the model says next, and how slowly. */
export interface Script {
  text: string
  pieceDelayMs?: number
  fault?: 'cut'
}

/** A model of this machine that says what it is told to say, at the speed it is told. */
export async function startSlowModel() {
  const provider = await ScriptedProvider.start()
  let next: Script = { text: 'Nothing yet.' }
  provider.script('slow', (asked) => {
    const last = asked.messages.at(-1)?.text ?? ''
    // A follow-up is put into words of its own first; that is no answer.
    if (!last.includes('<question>')) return { pieces: piecesOf('How many days of leave are there?') }
    const number = /<passage number="(\d+)"[^>]*>[^<]*thirty days/.exec(last)?.[1] ?? '1'
    const { text, ...how } = next
    return { pieces: piecesOf(text.replaceAll('[leave]', `[${number}]`)), ...how }
  })
  const { OPENAI_BASE_URL, OPENAI_API_KEY } = provider.env
  return {
    env: { OPENAI_BASE_URL: OPENAI_BASE_URL!, OPENAI_API_KEY: OPENAI_API_KEY!, BRAIN_CHAT_MODEL: 'openai/slow' },
    say: (script: Script) => {
      next = script
    },
    stop: () => provider[Symbol.asyncDispose](),
    /** How many calls were broken off by the server. */
    aborted: () => provider.requests.filter(({ wasAborted }) => wasAborted).length,
  }
}

/** Sentences about leave, the first of them cited. */
export const longAnswer = (sentences: number): string =>
  [
    'Everybody has thirty days of leave a year [leave].',
    ...Array.from({ length: sentences }, (_, index) => `Ten days of leave move into next year, point ${index + 1} [leave].`),
  ].join(' ')
