import { diffWords } from './diff-words.ts'

interface DiffTextProps {
  before: string
  after: string
  /** Words of one side only, where the two stand side by side. */
  hides?: 'added' | 'removed'
}

/** Two texts in one: struck through what only the first one has, underlined what only the second one has. */
export const DiffText = ({ before, after, hides }: DiffTextProps) => (
  <p className="text-sm whitespace-pre-line wrap-anywhere">
    {diffWords(before, after).map(({ kind, text }, index) => {
      if (kind === hides) return null
      const Element = kind === 'same' ? 'span' : kind === 'added' ? 'ins' : 'del'
      const look = { same: '', added: 'rounded-xs bg-good-soft text-good', removed: 'rounded-xs bg-bad-soft text-bad' }[kind]
      return (
        // biome-ignore lint/suspicious/noArrayIndexKey: a comparison does not change
        <Element key={index} className={look}>
          {text}
        </Element>
      )
    })}
  </p>
)
