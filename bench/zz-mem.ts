import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
const child = spawn(process.execPath, [...process.argv.slice(2), 'packages/server/src/main.ts'], { env: { ...process.env, BRAIN_PORT: '7478', BRAIN_DATA_DIR: '/tmp/zzmem', BRAIN_OWNER_EMAIL: 'o@example.com', BRAIN_OWNER_PASSWORD: 'correct horse battery', BRAIN_LOG_LEVEL: 'warn' }, stdio: 'inherit' })
const url = 'http://localhost:7478'; const t=performance.now()
while (!(await fetch(url + '/readyz').then((r) => r.ok, () => false))) await new Promise((r) => setTimeout(r, 50))
console.log('ready', performance.now()-t)
const m = await (await fetch(url + '/metrics')).text()
console.log(m.split('\n').filter((l) => /^nodejs_(heap_size|external)|^process_resident|^nodejs_heap_space_size_used/.test(l)).join('\n'))
console.log(readFileSync(`/proc/${child.pid}/status`, 'utf8').split('\n').filter((l) => /VmRSS|RssAnon|RssFile|VmHWM/.test(l)).join(' '))
const t1=performance.now(); child.kill('SIGTERM'); child.on('exit',()=>console.log('stopped in', performance.now()-t1))
