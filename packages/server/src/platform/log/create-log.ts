import { type DestinationStream, type Logger, pino } from 'pino'

type Fields = Readonly<Record<string, unknown>>

interface Write {
  (message: string): void
  (fields: Fields, message: string): void
}

/** One line of JSON per event. Log ids, counts and codes; never document text, questions, answers, keys or passwords. */
export interface Log {
  readonly debug: Write
  readonly info: Write
  readonly warn: Write
  readonly error: Write
  /** A log whose lines have these fields as well. */
  child(fields: Fields): Log
}

/** @param destination where the lines go; standard output unless told */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: ['password', 'token', '*.password', '*.token', 'headers.authorization', 'headers.cookie'],
  }
  return new FieldLog(destination ? pino(options, destination) : pino(options), {})
}

/** Each request has two logs and each answer two more, and next to none of them is written to: a child of pino is made ready to write. */
class FieldLog implements Log {
  readonly #logger: Logger
  readonly #fields: Fields

  constructor(logger: Logger, fields: Fields) {
    this.#logger = logger
    this.#fields = fields
  }

  debug(fields: Fields | string, message?: string): void {
    this.#write('debug', fields, message)
  }

  info(fields: Fields | string, message?: string): void {
    this.#write('info', fields, message)
  }

  warn(fields: Fields | string, message?: string): void {
    this.#write('warn', fields, message)
  }

  error(fields: Fields | string, message?: string): void {
    this.#write('error', fields, message)
  }

  child(fields: Fields): Log {
    return new FieldLog(this.#logger, { ...this.#fields, ...fields })
  }

  #write(level: 'debug' | 'info' | 'warn' | 'error', fields: Fields | string, message: string | undefined): void {
    if (typeof fields === 'string') this.#logger[level](this.#fields, fields)
    else this.#logger[level]({ ...this.#fields, ...fields }, message)
  }
}
