const english = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
  nineteen twenty`
const german = `null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn
  neunzehn zwanzig`
const tens = {
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  thousand: 1000,
  dreißig: 30,
  vierzig: 40,
  fünfzig: 50,
  sechzig: 60,
  siebzig: 70,
  achtzig: 80,
  neunzig: 90,
  hundert: 100,
  tausend: 1000,
}

const values = new Map<string, string>(Object.entries(tens).map(([word, value]) => [word, String(value)]))
for (const list of [english, german])
  for (const [value, word] of list.trim().split(/\s+/).entries()) values.set(word, String(value))

const written = /\p{Nd}+(?:[.,'’\u00a0\u202f]\p{Nd}+)*/gu
const word = /\p{L}+/gu

/** The numbers of a text as they are written in digits, with signs between thousands taken out: `1.234,5` and `1,234.5` are one. */
export function numbersIn(text: string): Set<string> {
  const found = new Set<string>()
  for (const [number] of text.matchAll(written)) found.add(toPlainNumber(number))
  return found
}

/** As `numbersIn`, with small numbers that are written as words. */
export function numbersAndWordsIn(text: string): Set<string> {
  const found = numbersIn(text)
  for (const [each] of text.toLowerCase().matchAll(word)) {
    const value = values.get(each)
    if (value !== undefined) found.add(value)
  }
  return found
}

function toPlainNumber(number: string): string {
  const parts = number.normalize('NFKC').split(/[.,'’\u00a0\u202f]/)
  const last = parts.at(-1)!
  // Groups of three are thousands; what else comes last are decimals.
  if (parts.length === 1) return String(Number(last) || last)
  if (parts.slice(1).every((part) => part.length === 3) && parts[0]!.length <= 3) return String(Number(parts.join('')))
  return `${Number(parts.slice(0, -1).join(''))}.${last}`
}
