import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { cssTarget } from '../../vite.config.ts'

/** The same interface over a client in memory, for states that are rare on real laptops. Never part of the product. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir: fileURLToPath(new URL('../../dist/renderer-fixtures', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    cssTarget,
    modulePreload: { polyfill: false },
    // The recordings are part of it.
    chunkSizeWarningLimit: 2_000,
  },
})
