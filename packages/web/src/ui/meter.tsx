import { classNames } from './class-names.ts'

interface MeterProps {
  label: string
  /** The value in words, as "800 of 1,000". */
  text: string
  /** From 0 to 1, or above where more is there than fits. */
  share: number
  look: 'plain' | 'busy' | 'bad'
}

const fills = { plain: 'bg-accent-fill', busy: 'bg-busy', bad: 'bg-bad' }

/** How full something is. */
export function Meter({ label, text, share, look }: MeterProps) {
  const percent = Math.min(100, Math.round(share * 100))
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers draw their own meter in colours that nobody can set
    <div
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={text}
      className="h-1.5 w-full overflow-hidden rounded-full bg-sunken"
    >
      <div
        className={classNames('h-full rounded-full transition-[width] duration-300', fills[look])}
        style={{ width: share > 0 ? `max(${percent}%, 0.375rem)` : 0 }}
      />
    </div>
  )
}
