/** A few lines of code. Long ones are scrolled, by keyboard too. */
export const CodeBlock = ({ code }: { code: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a long line has to be scrolled by keyboard
  <pre tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-sunken p-3 font-mono text-xs">
    {code}
  </pre>
)
