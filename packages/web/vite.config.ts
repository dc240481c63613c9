import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { slimContract } from './slim-contract.ts'

const server = `http://127.0.0.1:${process.env.BRAIN_PORT ?? 7400}`

// The server refuses writes that come from another origin; in development the page comes from Vite's.
const proxy = { target: server, changeOrigin: true, headers: { origin: new URL(server).origin } }

const framework = {
  name: 'framework',
  test: /node_modules[\\/](react|react-dom|scheduler|@tanstack|i18next|react-i18next|use-sync-external-store|void-elements)[\\/]/,
  priority: 2,
}
// Dialogs, menus and forms stay out of it, however many screens share them: nobody opens one in the first second.
const shared = {
  name: 'shared',
  test: /packages[\\/](web[\\/]src[\\/](?!ui[\\/](dialog|menu|tabs|toast|combobox-field|side-panel|segments|search-box|tag-field|meter|copy-field|code-block|disclosure|section|field|save-blob|states)\.|answers|reading|forms|pages)|sdk|contract).*\.tsx?$/,
  minShareCount: 4,
  priority: 1,
}

export default defineConfig({
  plugins: [slimContract, react(), tailwindcss()],
  resolve: { alias: { zod: fileURLToPath(new URL('src/schemas-stay-on-the-server.ts', import.meta.url)) } },
  build: {
    manifest: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // What every screen needs, in two files instead of thirty; the first of them changes only with the dependencies.
    rolldownOptions: { output: { codeSplitting: { groups: [framework, shared] } } },
  },
  server: { proxy: { '/api': proxy, '/healthz': proxy } },
})
