export const timeGroups = ['today', 'yesterday', 'week', 'month', 'earlier'] as const
export type TimeGroup = (typeof timeGroups)[number]

const dayMs = 24 * 3600_000

/** How long ago something was, in days of the calendar where the reader is. */
function groupOf(iso: string, now: Date): TimeGroup {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  const time = Date.parse(iso)
  if (time >= midnight) return 'today'
  if (time >= midnight - dayMs) return 'yesterday'
  if (time >= midnight - 7 * dayMs) return 'week'
  return time >= midnight - 30 * dayMs ? 'month' : 'earlier'
}

/** Things in the groups of their time, as far as there are any; the order inside of each stays. */
export function groupByTime<T extends { updatedAt: string }>(
  things: readonly T[],
  now = new Date(),
): { group: TimeGroup; things: T[] }[] {
  const grouped = Map.groupBy(things, ({ updatedAt }) => groupOf(updatedAt, now))
  return timeGroups.flatMap((group) => {
    const inGroup = grouped.get(group)
    return inGroup ? [{ group, things: inGroup }] : []
  })
}
