import type { Citation, NearPassage } from '@brain-ai/contract'
import type { WorkspaceContext } from '#platform/context'
import type { ChatModel } from '#platform/llm'
import { type Retrieval, type RetrievedPassage, retrievePassages } from '#retrieval'
import { checkAnswer, checkBrokenOff } from '../citations/check-answer.ts'
import { CitationWriter } from '../citations/citation-writer.ts'
import { type CitedText, findQuote } from '../citations/measure-support.ts'
import { listHistory } from '../conversations/list-history.ts'
import { suggestFromHeadings } from '../follow-ups/suggest-from-headings.ts'
import type { AnswerRecord } from '../records/answer-record.ts'
import { recordedPassages } from '../records/recorded-passages.ts'
import { type AnswerOutcome, type AnswerStep, emptyOutcome, type RunRequest } from '../runs/answer.ts'
import { agentTools, subjectOf } from './agent-tools.ts'
import { buildPrompt, type Prompt, promptVersion } from './build-prompt.ts'
import { loadTokenCounter } from './count-tokens.ts'
import { sayNoAnswer } from './no-answer.ts'
import type { PromptSources } from './prompt-sources.ts'
import { ReplyReader } from './reply-reader.ts'
import { rewriteQuestion } from './rewrite-question.ts'
import { SafeMarkdown } from './safe-markdown.ts'

export interface AnsweringModels {
  readonly answer: ChatModel
  /** Puts questions that follow others into words of their own. */
  readonly rewrite: ChatModel | undefined
}

/** Answers with a model, from passages that whoever asked may read now; each citation is checked before the answer counts as done. */
export async function* answerWithModel(
  ctx: WorkspaceContext,
  run: RunRequest,
  models: AnsweringModels,
): AsyncGenerator<AnswerStep> {
  const found = await findPassages(ctx, run, models)
  const { passages, language, prompt } = found
  const progress = new ReplyProgress(run, models.answer.id, found)
  yield progress.passagesFound()
  if (prompt.sources.all.length === 0 && found.history.length === 0 && run.agent.settings.tools.length === 0) {
    yield { name: 'text-delta', text: sayNoAnswer(language) }
    return yield { name: 'answered', outcome: progress.outcome({ isAnswered: false }) }
  }

  const reader = new ReplyReader()
  const markdown = new SafeMarkdown()
  const writer = new CitationWriter((number, sentence) => cite(prompt.sources, Number(number), sentence))
  progress.follow(writer, markdown)
  let isCut = false
  for await (const event of askModel(ctx, run, models.answer, prompt)) {
    if (event.name === 'text-delta') {
      const steps = writer.write(markdown.write(reader.write(event.text)))
      if (steps.length > 0) progress.noteFirstText()
      yield* steps
    } else if (event.name === 'tool-call') {
      const step = { tool: event.tool, subject: subjectOf(event.input) }
      progress.tools.push(step)
      yield { name: 'tool-used', ...step }
    } else if (event.name === 'tool-result') yield progress.passagesFound()
    else {
      isCut = event.finishReason === 'length'
      progress.addUsage(event.usage)
    }
  }
  yield* writer.write([...markdown.write(reader.end()), ...markdown.end()])

  const isAnswered = !reader.isNoAnswer && writer.text.trim() !== ''
  if (!isAnswered) yield { name: 'text-delta', text: `${writer.text === '' ? '' : '\n\n'}${sayNoAnswer(language)}` }
  const checked = isAnswered ? checkAnswer(writer.text, language, progress.cited) : undefined
  const suggested = reader.followUps.map((question) => ({ question, documentId: null }))
  const followUps = suggested.length > 0 ? suggested : suggestFromHeadings(run.question, passages, writer.citations, language)
  yield {
    name: 'answered',
    outcome: progress.outcome({
      isAnswered,
      isCut,
      sentences: checked?.sentences ?? [],
      unsupported: checked?.unsupported ?? [],
      followUps: isAnswered && run.agent.settings.suggestsFollowUps ? followUps : [],
      support: checked?.support ?? [],
    }),
  }
}

/** What a model is shown of the documents, as far as it has room. */
export function retrieveForModel(
  ctx: WorkspaceContext,
  { question, collections, agent }: Pick<RunRequest, 'question' | 'collections' | 'agent'>,
): Promise<Retrieval> {
  return retrievePassages(ctx, { question, collections, limit: agent.settings.passages })
}

type Found = Awaited<ReturnType<typeof findPassages>>

/** Everything before the model is asked. */
async function findPassages(ctx: WorkspaceContext, run: RunRequest, models: AnsweringModels) {
  const startedAt = performance.now()
  const { settings } = run.agent
  const history = run.history ?? (await listHistory(ctx, run.conversationId, run.followsId))
  const rewritten = run.replay
    ? { question: run.replay.record.searchedFor, inputTokens: 0, outputTokens: 0 }
    : await rewriteQuestion(ctx, models.rewrite, run.question, history)
  const rewrittenAt = performance.now()
  const retrieval = (await run.retrieval) ?? (await retrieveForModel(ctx, { ...run, question: rewritten.question }))
  const passages = run.replay?.usesRecordedPassages ? await recordedPassages(ctx, run.replay.record) : retrieval.passages
  const asked =
    settings.language === 'question' ? (retrieval.question.language ?? passages[0]?.language ?? 'en') : settings.language
  const countTokens = await loadTokenCounter()
  const { contextTokens } = models.answer
  const prompt = buildPrompt({ settings, language: asked, question: run.question, history, passages, contextTokens, countTokens })
  const retrievedAt = performance.now()
  const timings = { rewriteMs: rewrittenAt - startedAt, retrievalMs: retrievedAt - rewrittenAt }
  const { corpusVersion, isDegraded } = retrieval
  return { startedAt, retrievedAt, timings, history, rewritten, corpusVersion, isDegraded, passages, language: asked, prompt }
}

function askModel(ctx: WorkspaceContext, run: RunRequest, model: ChatModel, { system, messages, sources }: Prompt) {
  const { temperature, maxOutputTokens, maxToolRounds, tools } = run.agent.settings
  const request = {
    ...{ system, messages, temperature, maxOutputTokens },
    ...(tools.length > 0 && { tools: agentTools(ctx, { tools, collections: run.collections, sources }), maxToolRounds }),
  }
  return model.stream(request, { signal: ctx.signal })
}

/** The place in a passage that bears out a sentence best. */
function cite(sources: PromptSources, number: number, sentence: string): Omit<Citation, 'number'> | undefined {
  const source = sources.find(number)
  if (!source) return undefined
  const { start, end } = findQuote(sentence, source)
  return {
    passageId: source.passageId,
    documentId: source.documentId,
    title: source.documentTitle,
    headingPath: [...source.headingPath],
    page: source.page,
    start: source.start + start,
    end: source.start + end,
    quote: source.text.slice(start, end),
    isSupported: true,
  }
}

/** What is known of an answer while it is made, for whoever follows and for the record. */
class ReplyProgress {
  readonly tools: { tool: string; subject: string }[] = []
  readonly #run: RunRequest
  readonly #model: string
  readonly #found: Found
  #usage: { inputTokens: number; outputTokens: number }
  #firstTextAt: number | undefined
  #writer: CitationWriter | undefined
  #markdown: SafeMarkdown | undefined

  constructor(run: RunRequest, model: string, found: Found) {
    this.#run = run
    this.#model = model
    this.#found = found
    this.#usage = { inputTokens: found.rewritten.inputTokens, outputTokens: found.rewritten.outputTokens }
  }

  follow(writer: CitationWriter, markdown: SafeMarkdown): void {
    this.#writer = writer
    this.#markdown = markdown
  }

  noteFirstText(): void {
    this.#firstTextAt ??= performance.now()
  }

  addUsage({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }): void {
    this.#usage = {
      inputTokens: this.#usage.inputTokens + inputTokens,
      outputTokens: this.#usage.outputTokens + outputTokens,
    }
  }

  passagesFound(): AnswerStep {
    const { passages, prompt } = this.#found
    const near: NearPassage[] = passages.map(
      ({ passageId, documentId, documentTitle, headingPath, page, start, end, score }) => ({
        ...{ passageId, documentId, title: documentTitle, headingPath: [...headingPath], page, start, end, score },
      }),
    )
    const documentIds = prompt.sources.documentIds
    return {
      ...{ name: 'passages-found', passages: near, documentIds, outcome: this.outcome({ isAnswered: false }) },
      checkSoFar: (text) => this.outcome({ isAnswered: false, ...checkBrokenOff(text, this.#found.language, this.cited) }),
    }
  }

  /** What the numbers of the text stand for. */
  get cited(): ReadonlyMap<number, CitedText> {
    const { sources } = this.#found.prompt
    return new Map([...(this.#writer?.numbers ?? [])].map(([number, shown]) => [shown, sources.find(Number(number))!]))
  }

  outcome({
    support = [],
    ...told
  }: Pick<AnswerOutcome, 'isAnswered'> & Partial<AnswerOutcome> & { support?: readonly (number | null)[] }): AnswerOutcome {
    const { language, corpusVersion, isDegraded, timings, retrievedAt, startedAt } = this.#found
    return {
      ...emptyOutcome(this.#run.question, this.#model),
      language,
      usage: this.#usage,
      timings: {
        ...timings,
        composeMs: performance.now() - retrievedAt,
        ...(this.#firstTextAt !== undefined && { firstTokenMs: this.#firstTextAt - startedAt }),
      },
      corpusVersion,
      isDegraded,
      record: this.#record(support),
      ...told,
    }
  }

  #record(support: readonly (number | null)[]): AnswerRecord {
    const { passages, prompt, rewritten } = this.#found
    const { sources } = prompt
    const scored = new Map<string, Pick<RetrievedPassage, 'score' | 'bm25'>>(
      passages.map((passage) => [passage.passageId, passage]),
    )
    const byTools = sources.all.filter(({ passageId }) => !scored.has(passageId))
    return {
      searchedFor: rewritten.question,
      model: this.#model,
      passages: [...passages, ...byTools].map(({ passageId, documentId }) => {
        const promptNumber = sources.numberOf(passageId)
        return {
          ...{ passageId, documentId, promptNumber },
          score: scored.get(passageId)?.score ?? 0,
          bm25: scored.get(passageId)?.bm25 ?? null,
          citedAs: this.#writer?.numbers.get(String(promptNumber)) ?? null,
        }
      }),
      prompt: {
        version: promptVersion,
        hash: prompt.hash,
        system: prompt.system,
        temperature: this.#run.agent.settings.temperature,
        // Read when it is stored, so that counting does not stand before the first word.
        get inputTokens() {
          return prompt.inputTokens
        },
      },
      tools: this.tools,
      removedCitations: this.#writer?.invented ?? [],
      removedContent: [...(this.#markdown?.removed ?? [])],
      support: [...support],
    }
  }
}
