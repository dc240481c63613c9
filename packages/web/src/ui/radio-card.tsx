interface RadioCardProps {
  name: string
  title: string
  text: string
  isChosen: boolean
  isDisabled?: boolean
  onChoose: () => void
}

/** One of several ways, with a sentence on what it means. */
export const RadioCard = ({ name, title, text, isChosen, isDisabled = false, onChoose }: RadioCardProps) => (
  <label className="flex cursor-pointer items-start gap-3 rounded-lg border border-line p-3 transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-disabled:cursor-default">
    <input
      type="radio"
      name={name}
      checked={isChosen}
      disabled={isDisabled}
      onChange={onChoose}
      className="mt-0.5 size-4 shrink-0 accent-(--accent-fill)"
    />
    <span className="min-w-0">
      <span className="block text-sm font-medium">{title}</span>
      <span className="block text-xs wrap-anywhere text-muted">{text}</span>
    </span>
  </label>
)
