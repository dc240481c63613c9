import { Building2, ChartNoAxesColumn, KeyRound, Users } from 'lucide-react'

/** The pages of the settings, in their order. */
export const settingsPlaces = [
  { to: '/settings/workspace', name: 'workspace', icon: Building2 },
  { to: '/settings/members', name: 'members', icon: Users },
  { to: '/settings/usage', name: 'usage', icon: ChartNoAxesColumn },
  { to: '/settings/api-keys', name: 'apiKeys', icon: KeyRound },
] as const
