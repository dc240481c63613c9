import { extractText } from './extract/extract-text.ts'
import { splitIntoPassages } from './split-into-passages.ts'
import { detectLanguage } from './detect-language.ts'
import { splitSentences } from './split-sentences.ts'
import { aPdf, pdfLines } from './extract/testing/small-files.ts'
import { strToU8 } from 'fflate'
const words = 'the of and to leave policy employee manager days year request approve table salary office document system answer question network budget report quarter'.split(' ')
let seed = 7; const rnd = (n: number) => (seed = (seed * 1103515245 + 12345) % 2147483648) % n
const sentence = () => { const s = Array.from({ length: 8 + rnd(12) }, () => words[rnd(words.length)]).join(' '); return s[0]!.toUpperCase() + s.slice(1) + '. ' }
const para = () => Array.from({ length: 3 + rnd(4) }, sentence).join('')
const text = Array.from({ length: 6000 }, para).join('\n\n')
const md = Array.from({ length: 6000 }, (_, i) => (i % 5 === 0 ? `## Section ${i}\n\n` : '') + (i % 7 === 0 ? `- item **bold** one\n- item [two](http://x.example)\n` : para())).join('\n\n')
const time = async <T>(name: string, mb: number, f: () => T | Promise<T>) => { const t = performance.now(); const r = await f(); const ms = performance.now() - t; console.log(name, Math.round(ms), 'ms', (mb / ms * 1000).toFixed(1), 'MB/s'); return r }
for (let i = 0; i < 3; i++) {
  const e = await time('text extract', text.length / 1e6, () => extractText(strToU8(text), 'a.txt'))
  const p = await time('text split', text.length / 1e6, () => splitIntoPassages(e)); console.log(p.length, 'avg', Math.round(text.length / p.length))
  await time('sentences', text.length / 1e6, () => splitSentences(text, 'en'))
  await time('language of passages', text.length / 1e6, () => p.map((x) => detectLanguage(x.text)))
}
for (let i = 0; i < 2; i++) {
  const m = await time('md extract', md.length / 1e6, () => extractText(strToU8(md), 'a.md'))
  const p = await time('md split', m.text.length / 1e6, () => splitIntoPassages(m)); console.log(p.length, m.text.length / p.length)
}
const line = () => { let s = ''; while (s.length < 80) s += words[rnd(words.length)] + ' '; return s }
const pdf = aPdf(Array.from({ length: 100 }, (_, i) => [{ text: `Chapter ${i}`, y: 740, size: 18 }, ...pdfLines(Array.from({ length: 40 }, line)), { text: `Page ${i + 1} of 100`, y: 30 }]))
for (let i = 0; i < 2; i++) { const e = await time('pdf 100 pages', pdf.length / 1e6, () => extractText(pdf.slice(), 'a.pdf')); if (i) console.log(e.pages.length, e.text.slice(0, 300), e.blocks.length) 
 splitIntoPassages(e) }
import * as h from '../../../test/fixtures/hostile-files.ts'
console.log(await time('deep', 1, () => extractText(h.deepHtml().bytes, 'x.html').catch((e) => e.message)))
console.log(await time('deep 4000', 1, () => extractText(h.deepHtml(4000).bytes, 'x.html').catch((e) => e.message)))
const big = '<html><body>' + Array.from({ length: 4000 }, () => `<p>${para()}</p>`).join('') + '</body></html>'
await time('html', big.length / 1e6, () => extractText(strToU8(big), 'x.html'))
const art = '<html><body><main>' + Array.from({ length: 500 }, () => `<p>${para()}</p>`).join('') + '</main></body></html>'
await time('html art', art.length / 1e6, () => extractText(strToU8(art), 'x.html'))
const csv = 'Name,City,Amount\n' + Array.from({ length: 100000 }, (_, i) => `Item ${i},Town ${rnd(100)},${rnd(10000)}`).join('\n')
const c = await time('csv', csv.length / 1e6, () => extractText(strToU8(csv), 'x.csv'))
await time('csv split', c.text.length / 1e6, () => splitIntoPassages(c))
const one = 'x'.repeat(19_000_000); const o = await time('one line', 19, () => extractText(strToU8(one), 'x.txt')); await time('split', 19, () => splitIntoPassages(o))
for (const [n, s] of [['dots', '. '.repeat(5e6)], ['dots2', '.'.repeat(1e7)], ['nl', 'a\n'.repeat(5e6)], ['abbr', 'e.g. '.repeat(2e6)], ['blank', ' '.repeat(1e7) + 'x'], ['brackets', '['.repeat(100000)]] as const) { const e = await time(n, s.length / 1e6, () => extractText(strToU8(s), n === 'brackets' ? 'x.md' : 'x.txt')); await time(n + ' split', s.length / 1e6, () => splitIntoPassages(e)) }
