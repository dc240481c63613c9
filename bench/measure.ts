import { readFileSync } from 'node:fs'

/** The value below which the given part of the values lies. @param part in [0, 1] */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

/** Milliseconds that each of the calls took, one after the other. */
export async function timeEach<T>(inputs: readonly T[], work: (input: T) => Promise<unknown> | unknown): Promise<number[]> {
  const times: number[] = []
  for (const input of inputs) {
    const started = performance.now()
    await work(input)
    times.push(performance.now() - started)
  }
  return times
}

export type Times = { readonly clock: readonly number[]; readonly processor: readonly number[] }

/** As `timeEach`, beside the milliseconds of the processor that this process, with all its threads, spent meanwhile. */
export async function timeProcessor<T>(inputs: readonly T[], work: (input: T) => Promise<unknown> | unknown): Promise<Times> {
  const times = { clock: [] as number[], processor: [] as number[] }
  for (const input of inputs) {
    const before = process.cpuUsage()
    times.clock.push(...(await timeEach([input], work)))
    const { user, system } = process.cpuUsage(before)
    times.processor.push((user + system) / 1000)
  }
  return times
}

/** Resident memory of a process in MB, from /proc. */
export function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`
