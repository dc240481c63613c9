import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env.BRAIN_URL ?? 'http://127.0.0.1:3000'

// The server refuses writes that come from another origin; in development the page comes from Vite's.
const proxy = { target: server, changeOrigin: true, headers: { origin: new URL(server).origin } }

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { zod: fileURLToPath(new URL('src/schemas-stay-on-the-server.ts', import.meta.url)) } },
  build: {
    manifest: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // Inlined files would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': proxy, '/healthz': proxy } },
})
