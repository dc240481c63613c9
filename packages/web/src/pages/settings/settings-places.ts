import { Building2, ChartNoAxesColumn, KeyRound, Search, Sparkles, Target, Users, Zap } from 'lucide-react'

/** The pages of the settings, in their order, each with the permission that opens it. */
export const settingsPlaces = [
  { to: '/settings/workspace', name: 'workspace', icon: Building2, may: 'workspace.read' },
  { to: '/settings/members', name: 'members', icon: Users, may: 'members.read' },
  { to: '/settings/models', name: 'models', icon: Sparkles, may: 'models.read' },
  { to: '/settings/search', name: 'search', icon: Search, may: 'retrieval.manage' },
  { to: '/settings/cache', name: 'cache', icon: Zap, may: 'cache.manage' },
  { to: '/settings/usage', name: 'usage', icon: ChartNoAxesColumn, may: 'usage.read' },
  { to: '/settings/search-quality', name: 'searchQuality', icon: Target, may: 'evaluation.read' },
  { to: '/settings/api-keys', name: 'apiKeys', icon: KeyRound, may: 'keys.read' },
] as const
