import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { contract } from '@brain-ai/contract'
import { createClient } from '@brain-ai/sdk'
import { Corpus } from './corpus.ts'

const n = Number(process.argv[2]),
  size = Number(process.argv[3]),
  ext = process.argv[4] ?? 'txt'
const flags = process.argv.includes('--prof') ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : []
const child = spawn(process.execPath, [...flags, 'packages/server/src/main.ts'], {
  env: {
    ...process.env,
    BRAIN_PORT: '7477',
    BRAIN_DATA_DIR: `/tmp/zzprof-${Date.now()}`,
    BRAIN_OWNER_EMAIL: 'o@example.com',
    BRAIN_OWNER_PASSWORD: 'correct horse battery',
    BRAIN_RATE_LIMIT: '0',
    BRAIN_LOG_LEVEL: 'warn',
  },
  stdio: 'inherit',
})
const url = 'http://localhost:7477'
while (
  !(await fetch(url + '/readyz').then(
    (r) => r.ok,
    () => false,
  ))
)
  await new Promise((r) => setTimeout(r, 100))
const { token } = await createClient({ baseUrl: url }).call(contract.auth.signIn, {
  body: { email: 'o@example.com', password: 'correct horse battery' },
})
const c = createClient({ baseUrl: url, token })
const corpus = new Corpus()
const files = Array.from({ length: n }, (_, i) => ({ name: `d${i}.${ext}`, content: new Blob([corpus.document(size).text]) }))
const bytes = files.reduce((s, f) => s + f.content.size, 0)
const rss = () => /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]
console.log('rss before', Number(rss()) / 1024)
const t = performance.now()
for (let i = 0; i < n; i += 100) await c.upload(files.slice(i, i + 100))
console.log('uploaded', performance.now() - t)
for (;;) {
  const { total } = await c.call(contract.documents.listDocuments, { query: { state: 'working', limit: 1 } })
  if (total === 0) break
  await new Promise((r) => setTimeout(r, 300))
}
const s = (performance.now() - t) / 1000
console.log('ready', s, 's', (bytes / 1e6 / s).toFixed(3), 'MB/s', 'rss', Number(rss()) / 1024)
const show = async (w: string) => { const m = await (await fetch(url + '/metrics')).text(); console.log(w, m.split('\n').filter((l) => /^nodejs_(heap_size|external)|^nodejs_heap_space_size_used.*(new"|old")/.test(l)).map((l) => l.replace(/nodejs_/, '').replace(/(\d+)$/, (x) => (Number(x) / 1e6).toFixed(0))).join(' '), 'RSS', (Number(rss()) / 1024).toFixed(0), readFileSync(`/proc/${child.pid}/status`, 'utf8').split('\n').filter((l) => /RssAnon|RssFile/.test(l)).join(' ')) }
await show('after import')
for (let i = 0; i < 500; i++) await c.call(contract.answers.askQuestion, { body: { question: corpus.question() } })
await show('after questions')
await new Promise((r) => setTimeout(r, 62000))
await show('after a minute')
console.log('rss after 3s', Number(rss()) / 1024)
child.kill('SIGTERM')
