import { styleText } from 'node:util'

const colours = { warn: 'yellow', error: 'red' } as const
const hidden = new Set(['level', 'time', 'msg'])

/** Turns the JSON lines of the log into short lines for a person at a terminal. */
export function readableLines(stream: NodeJS.WritableStream): { write(line: string): void } {
  return {
    write(line) {
      const event = JSON.parse(line) as { level: string; time: string; msg?: string } & Record<string, unknown>
      const rest = Object.entries(event)
        .filter(([name]) => !hidden.has(name))
        .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
      const level = event.level in colours ? styleText(colours[event.level as keyof typeof colours], event.level) : event.level
      const time = new Date(event.time).toLocaleTimeString('en-GB')
      stream.write(`${styleText('dim', time)} ${level} ${[event.msg, ...rest].filter(Boolean).join(' ')}\n`)
    },
  }
}
