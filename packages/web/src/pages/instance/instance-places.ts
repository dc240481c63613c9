import { Building2, Mail, Users } from 'lucide-react'

/** The pages about the installation, in their order. */
export const instancePlaces = [
  { to: '/instance/workspaces', name: 'instance.workspaces', icon: Building2 },
  { to: '/instance/users', name: 'instance.users', icon: Users },
  { to: '/instance/mail', name: 'instance.mail', icon: Mail },
] as const
