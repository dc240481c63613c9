import type { AgentSettings, SettingChange } from '@brain-ai/contract'

type Line = NonNullable<SettingChange['lines']>[number]

const texts: readonly (keyof AgentSettings)[] = ['instructions', 'description']

/** What differs between two versions, setting by setting; texts also line by line. The order of lists says nothing. */
export function compareSettings(before: AgentSettings, after: AgentSettings): SettingChange[] {
  const fields = Object.keys({ ...before, ...after }) as (keyof AgentSettings)[]
  return fields
    .filter((field) => canonical(before[field]) !== canonical(after[field]))
    .map((field) => ({
      field,
      before: before[field],
      after: after[field],
      lines: texts.includes(field) ? compareLines(String(before[field]), String(after[field])) : null,
    }))
}

const canonical = (value: unknown): string => JSON.stringify(Array.isArray(value) ? [...value].sort() : value)

/** The shortest way from one text to the other in whole lines. */
export function compareLines(before: string, after: string): Line[] {
  const [a, b] = [before === '' ? [] : before.split('\n'), after === '' ? [] : after.split('\n')]
  // common[i][j]: how many lines the rest of a from i and the rest of b from j have in common, in order
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i]! })
      i++
      j++
    } else if (j === b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!))
      lines.push({ kind: 'removed', text: a[i++]! })
    else lines.push({ kind: 'added', text: b[j++]! })
  }
  return lines
}
