/** The mark of the product: one half of a brain, one half lines of text. */
export const Logo = ({ className = 'size-7' }: { className?: string }) => (
  <svg aria-hidden viewBox="0 0 32 32" fill="none" className={className}>
    <rect width="32" height="32" rx="9" fill="var(--accent-fill)" />
    <path
      d="M14.5 7.5v17M14.5 9.2a4 4 0 0 0-6.6 3 4.2 4.2 0 0 0 0 7.6 4 4 0 0 0 6.6 3"
      stroke="#fff"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
    />
    <path d="M18.5 11h5.5M18.5 16h5.5M18.5 21h3" stroke="#d6d0ff" strokeWidth="2.2" strokeLinecap="round" />
  </svg>
)
