import type { AnswerSentence, Citation } from '@brain-ai/contract'
import { useMemo } from 'react'
import { BlockList } from './block-list.tsx'
import { completeMarkdown } from './complete-markdown.ts'
import { markDoubts } from './mark-doubts.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { parsePlain } from './parse-plain.ts'
import type { OpenSource } from './source-link.tsx'

interface AnswerTextProps {
  text: string
  citations: readonly Citation[]
  /** Where each sentence is, once that is known. */
  sentences?: readonly AnswerSentence[] | undefined
  /** Who wrote it: what was quoted from documents is plain text, a model writes Markdown. */
  model: string | undefined
  isWriting?: boolean
  open: OpenSource
}

/** The answer to read, with its citations as chips. Not live: the announcement reads it out, sentence by sentence. */
export function AnswerText({ text, citations, sentences = [], model, isWriting = false, open }: AnswerTextProps) {
  const blocks = useMemo(() => {
    const isPlain = model === 'extractive'
    if (isWriting) return isPlain ? parsePlain(text.replace(/\s*\[[\d\s,]*$/, '')) : parseMarkdown(completeMarkdown(text))
    return markDoubts(isPlain ? parsePlain(text) : parseMarkdown(text), sentences)
  }, [text, sentences, model, isWriting])
  return (
    <article aria-busy={isWriting} className="flex max-w-[72ch] flex-col gap-4 text-base wrap-anywhere">
      <BlockList blocks={blocks} citations={citations} open={open} hasCursor={isWriting} />
    </article>
  )
}
