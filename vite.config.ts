import react from '@vitejs/plugin-react'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { recordBundled, tellBundledFiles } from './assets/third-party/bundled-packages.mjs'

/** The first browsers that know `light-dark()`: rewritten for older ones it would no longer follow the person's choice. */
export const cssTarget = ['chrome123', 'firefox120', 'safari17.5']

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Builds the face. The same files are served by the loopback web shell and loaded by the desktop window. */
export default defineConfig({
  root: here('src-renderer'),
  base: './',
  publicDir: false,
  plugins: [react(), tellBundledFiles((files) => recordBundled('renderer', files))],
  build: {
    outDir: here('dist/renderer'),
    emptyOutDir: true,
    // A data: URI for a font would need a wider policy.
    assetsInlineLimit: 0,
    cssTarget,
    // The polyfill is an inline script in some set-ups; every supported browser preloads by itself.
    modulePreload: { polyfill: false },
    // Loaded from this laptop: one file starts faster than several.
    chunkSizeWarningLimit: 900,
  },
})
