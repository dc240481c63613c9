import { ScriptedProvider } from './scripted-provider.ts'

// A process of its own, so that a benchmark does not measure the provider: prints its address and runs until it is ended.
const provider = await ScriptedProvider.start({ port: Number(process.argv[2] ?? 0) })
process.stdout.write(`${provider.origin}\n`)
