import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { MemoryIndex } from '#retrieval'
import { answerFromPassages, retrieveForAnswer } from './answer-from-passages.ts'

type Source = { readonly title: string; readonly text: string; readonly language?: string; readonly headingPath?: string[] }

/** Each text is one passage that begins at offset 100 of its document. */
function ask(question: string, sources: readonly Source[]) {
  const index = new MemoryIndex()
  for (const [i, { title, text, language = 'en', headingPath = [] }] of sources.entries()) {
    const where = { page: 2, start: 100, end: 100 + text.length, language, headingPath }
    index.add({ ...where, passageId: `p${i}`, documentId: `d${i}`, documentTitle: title, text })
  }
  return answerFromPassages(question, retrieveForAnswer(index, question))
}

const handbook: Source[] = [
  {
    title: 'Leave',
    text: 'Every employee has thirty days of paid leave. Requests go to the team lead. Sick notes are sent by mail.',
  },
  { title: 'Travel', text: 'Train tickets are booked through the travel desk. Flights within the country are not refunded.' },
  { title: 'Backups', text: 'The nightly backup starts at 02:00. A restore is rehearsed every month by the operations team.' },
  {
    title: 'Urlaub',
    language: 'de',
    text: 'Der Urlaubsantrag wird bis zum 1. März gestellt. Die Genehmigung erteilt die Teamleitung. Resturlaub verfällt im April.',
  },
]

test('the first sentence answers the question and its citation cuts it out of the document', () => {
  const { answer, isAnswered, citations } = ask('How many days of paid leave does an employee have?', handbook)
  assert.equal(isAnswered, true)
  assert.match(answer, /^Every employee has thirty days of paid leave\. \[1\]/)
  const [first] = citations
  assert.deepEqual(
    { title: first!.title, quote: first!.quote, start: first!.start, end: first!.end, page: first!.page },
    { title: 'Leave', quote: 'Every employee has thirty days of paid leave.', start: 100, end: 145, page: 2 },
  )
})

test('a German question is answered from German text, and German ordinals end no sentence', () => {
  const { answer, language } = ask('Bis wann muss der Urlaubsantrag gestellt werden?', handbook)
  assert.equal(language, 'de')
  assert.match(answer, /^Der Urlaubsantrag wird bis zum 1\. März gestellt\. \[1\]/)
})

test('what the documents do not say is said so, in the language of the question', () => {
  const english = ask('Who won the chess tournament in Reykjavik?', handbook)
  assert.deepEqual([english.isAnswered, english.answer, english.citations], [false, 'Your documents do not say.', []])
  const german = ask('Wer gewann das Schachturnier in Reykjavik?', handbook)
  assert.deepEqual([german.isAnswered, german.answer], [false, 'In Ihren Dokumenten steht dazu nichts.'])
})

test('no documents and no telling words are no error', () => {
  assert.equal(ask('How many days of leave?', []).isAnswered, false)
  assert.equal(ask('What is this?', handbook).isAnswered, false)
})

test('a heading and a question in the text are not quoted as answers', () => {
  const { citations } = ask('How long is the notice period?', [
    {
      title: 'Contracts',
      headingPath: ['Notice period'],
      text: 'Notice period\nHow long is the notice period?\nThe notice period is three months to the end of a quarter.',
    },
    ...handbook,
  ])
  assert.equal(citations[0]!.quote, 'The notice period is three months to the end of a quarter.')
  for (const { quote } of citations) assert.doesNotMatch(quote, /^Notice period$|\?$/)
})

test('the same sentence in two documents is quoted once', () => {
  const text = 'The canteen opens at noon on working days.'
  const { citations } = ask('When does the canteen open?', [{ title: 'Old', text }, { title: 'New', text }, ...handbook])
  assert.equal(citations.filter(({ quote }) => quote === text).length, 1)
})

test('a sentence without end is quoted in part, exactly as it stands', () => {
  const words = 'alpha bravo charlie delta '.repeat(200)
  const text = `${words}the launch code of the reactor is seven seven nine ${words}`
  const { citations } = ask('What is the launch code of the reactor?', [{ title: 'Log', text }, ...handbook])
  const { quote, start, end } = citations[0]!
  assert.ok(quote.length <= 420)
  assert.match(quote, /launch code of the reactor is seven seven nine/)
  assert.equal(text.slice(start - 100, end - 100), quote)
})

test('whatever the text, quotes are slices of it and every marker names its citation', () => {
  const piece = fc.constantFrom(
    'Backups run at night.',
    '- item [3] one',
    '| Cell | 12 |',
    'Nächtliche Sicherung: 5 Uhr',
    '## Title',
    '[1]',
    'who?',
    'a b c',
  )
  fc.assert(
    fc.property(fc.array(fc.array(piece, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }), (texts) => {
      const sources = texts.map((pieces, i) => ({ title: `T${i}`, text: pieces.join('\n') }))
      const { answer, citations } = ask('When do the backups run at night?', sources)
      for (const { documentId, start, end, quote } of citations) {
        assert.equal(sources[Number(documentId.slice(1))]!.text.slice(start - 100, end - 100), quote)
      }
      const markers = [...answer.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]))
      assert.deepEqual(
        markers,
        citations.map(({ number }) => number),
      )
    }),
  )
})
