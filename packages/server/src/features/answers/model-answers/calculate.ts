/** What is wrong with an expression, for whoever wrote it. */
export class ExpressionError extends Error {}

const maxLength = 300
const maxDepth = 60

const functions: Readonly<Record<string, (...values: number[]) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  floor: Math.floor,
  max: Math.max,
  min: Math.min,
  round: (value, digits = 0) => Math.round(value * 10 ** digits) / 10 ** digits,
  sqrt: Math.sqrt,
}

/**
 * The value of an arithmetic expression: numbers, + - * / % ^, brackets, and a few functions. It is read by a parser of its own, so
 * that nothing else can stand in it.
 * @throws ExpressionError
 */
export function calculate(expression: string): number {
  if (expression.length > maxLength) throw new ExpressionError(`An expression has at most ${maxLength} characters.`)
  const parser = new Parser(expression)
  const value = parser.readSum(0)
  parser.expectEnd()
  if (!Number.isFinite(value)) throw new ExpressionError('The result is no finite number.')
  return Number(value.toPrecision(14))
}

const otherSigns = new Map([
  ['×', '*'],
  ['·', '*'],
  ['÷', '/'],
  [':', '/'],
  ['−', '-'],
  ['–', '-'],
])

class Parser {
  readonly #tokens: readonly string[]
  #at = 0

  constructor(expression: string) {
    const tokens = expression.match(/\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?|\.\d+|[a-z]+|\S/gi) ?? []
    this.#tokens = tokens.map((token) => otherSigns.get(token) ?? token)
  }

  expectEnd(): void {
    const rest = this.#tokens[this.#at]
    if (rest !== undefined) throw new ExpressionError(`“${rest}” is not expected there.`)
  }

  readSum(depth: number): number {
    if (depth > maxDepth) throw new ExpressionError('The brackets are nested too deeply.')
    let value = this.#readProduct(depth)
    for (;;) {
      if (this.#take('+')) value += this.#readProduct(depth)
      else if (this.#take('-')) value -= this.#readProduct(depth)
      else return value
    }
  }

  #readProduct(depth: number): number {
    let value = this.#readSign(depth)
    for (;;) {
      if (this.#take('*')) value *= this.#readSign(depth)
      else if (this.#take('/')) value /= this.#readSign(depth)
      else if (this.#take('%')) value = this.#isOperand() ? value % this.#readSign(depth) : value / 100
      else return value
    }
  }

  #readSign(depth: number): number {
    if (depth > maxDepth) throw new ExpressionError('There are too many signs in a row.')
    if (this.#take('-')) return -this.#readSign(depth + 1)
    if (this.#take('+')) return this.#readSign(depth + 1)
    const base = this.#readOperand(depth)
    return this.#take('^') ? base ** this.#readSign(depth + 1) : base
  }

  #readOperand(depth: number): number {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw new ExpressionError('The expression ends too early.')
    if (/^[\d.]/.test(token)) return Number(token)
    if (token === '(') return this.#readArguments(depth, 1)[0]!
    const calls = Object.hasOwn(functions, token.toLowerCase()) ? functions[token.toLowerCase()] : undefined
    if (!calls) throw new ExpressionError(`“${token}” is not known here.`)
    if (!this.#take('(')) throw new ExpressionError(`“(” is missing behind ${token}.`)
    return calls(...this.#readArguments(depth, 20))
  }

  #readArguments(depth: number, most: number): number[] {
    const values = [this.readSum(depth + 1)]
    while (this.#take(',') || this.#take(';')) values.push(this.readSum(depth + 1))
    if (!this.#take(')')) throw new ExpressionError('A bracket is not closed.')
    if (values.length > most) throw new ExpressionError('There are too many values in the brackets.')
    return values
  }

  #isOperand = (): boolean => /^[\d.(a-z]/i.test(this.#tokens[this.#at] ?? '')

  #take(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false
    this.#at++
    return true
  }
}
