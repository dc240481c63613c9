import { Link, type LinkProps } from '@tanstack/react-router'

interface PageLinksProps {
  label: string
  links: readonly { to: NonNullable<LinkProps['to']>; name: string }[]
}

/** The pages of one place, side by side under its heading. */
export const PageLinks = ({ label, links }: PageLinksProps) => (
  <nav aria-label={label} className="mt-4 flex gap-5 overflow-x-auto border-b border-line">
    {links.map(({ to, name }) => (
      <Link
        key={to}
        to={to}
        activeOptions={{ exact: true, includeSearch: false }}
        className="-mb-px flex min-h-11 shrink-0 items-center border-b-2 border-transparent text-sm text-muted -outline-offset-2 hover:text-text md:min-h-10"
        activeProps={{ 'aria-current': 'page', className: 'border-accent! font-medium text-text!' }}
      >
        {name}
      </Link>
    ))}
  </nav>
)
