/** What kind of thing answers a question, as far as its first words tell. */
export type QuestionType = 'person' | 'time' | 'number' | 'place' | 'reason' | 'thing'

const patterns: readonly (readonly [QuestionType, RegExp])[] = [
  [
    'number',
    /\b(how (many|much|long|old|far|often|tall|large|big|high|fast|wide|deep|heavy)|what (percentage|percent|number|portion|fraction)|wie ?(viele?n?|lange?|alt|weit|oft|groß|hoch|schnell|breit|tief|schwer)|wieviele?n?|(welcher|welchen) (prozentsatz|anteil)|how (few|small)|welche anzahl|wie (teuer|klein))\b/iu,
  ],
  [
    'time',
    /\b(when|what (year|date|day|month|century|decade|time)|(which|in what|in which) (year|century|decade|month)|wann|welche[mnrs]? (jahr|datum|tag|monat|jahrhundert|jahrzehnt|zeit|zeitraum)|since when|seit wann|bis wann)\b/iu,
  ],
  [
    'person',
    /\b(who|whom|whose|wer|wem|wen|wessen|which (person|man|woman|president|author|king|queen)|what (person|man|woman))\b/iu,
  ],
  [
    'place',
    /\b(where|wo|woher|wohin|(what|which|in what|in which) (city|country|state|place|town|continent|region|location|area)|welche[mnrs]? (stadt|land|staat|ort|gebiet|kontinent|region))\b/iu,
  ],
  ['reason', /\b(why|for what reason|warum|weshalb|wieso|aus welchem grund)\b/iu],
]

/** The kind of answer that is looked for; `thing` where no cue is found. Earlier patterns win. */
export function questionTypeOf(question: string): QuestionType {
  return patterns.find(([, pattern]) => pattern.test(question))?.[0] ?? 'thing'
}

const numberWords = `one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred hundreds thousand thousands
  million millions billion half third quarter twice dozen several zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig
  vierzig fünfzig hundert tausend tausende millionen million milliarde milliarden hälfte drittel viertel doppelt dutzend mehrere`
const times = `january february march april june july august september october november december monday tuesday wednesday thursday friday
  saturday sunday century centuries decade year years today januar februar märz mai juni juli oktober dezember montag dienstag mittwoch
  donnerstag freitag samstag sonntag jahrhundert jahrhunderts jahrzehnt jahre jahr heute`
const reasons = `because since due therefore thus reason reasons caused owing weil da wegen aufgrund daher deshalb denn grund gründe damit um`

const setOf = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))
const cueWords: Partial<Record<QuestionType, ReadonlySet<string>>> = {
  number: setOf(numberWords),
  time: setOf(times),
  reason: setOf(reasons),
}

const digit = /\p{N}/u
const capital = /^\p{Lu}/u
const wordPattern = /[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,-]*/gu

/**
 * Where a sentence holds something of the wanted kind that the question did not say itself, as UTF-16 offsets.
 * For `thing` every capitalised or numeric word that is not asked is such a place: it is new, and it is specific.
 */
export function findAnswerPlaces(sentence: string, type: QuestionType, question: string): number[] {
  const asked = question.toLowerCase()
  const places: number[] = []
  let isFirst = true
  for (const match of sentence.matchAll(wordPattern)) {
    const word = match[0].replace(/[.,'’-]+$/u, '')
    if (fits(word, type, isFirst) && !asked.includes(word.toLowerCase())) places.push(match.index)
    isFirst = false
  }
  return places
}

function fits(word: string, type: QuestionType, isFirst: boolean): boolean {
  if (cueWords[type]?.has(word.toLowerCase())) return true
  if (type === 'number' || type === 'time') return digit.test(word)
  if (type === 'reason') return false
  return (capital.test(word) && !isFirst) || (type === 'thing' && digit.test(word))
}

/** Words that frame a question and seldom stand in its answer; they say little about what is asked. */
export const frameWords: ReadonlySet<string> =
  setOf(`many much name names named call called kind type sort example term word year date number
  amount long often happen happened mean use used besides according following percentage percent time person people thing way known describe
  give find list explain tell show viele viel name namen heißt heißen genannt nannte nennt bezeichnet art arten beispiel begriff wort jahr datum anzahl
  zahl menge lange oft passiert passierte bedeutet zufolge laut folgende prozent prozentsatz zeit person personen leute ding bekannt nennen
  beschreiben außer welch erklären gib zeige gibt gab`)

/** What a question begins with, in its own order or behind a preposition. */
export const questionWords: ReadonlySet<string> =
  setOf(`what which who whom whose where when how why was welche welcher welches welchen welchem wer wem wen wessen wo wann wie wieso warum
  weshalb wieviel wieviele`)
