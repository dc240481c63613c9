import { type DestinationStream, type Logger, pino } from 'pino'

/** One line of JSON per event. Log ids, counts and codes; never document text, questions, answers, keys or passwords. */
export type Log = Logger

/** @param destination where the lines go; standard output unless told */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: ['password', 'token', '*.password', '*.token', 'headers.authorization', 'headers.cookie'],
  }
  return destination ? pino(options, destination) : pino(options)
}
