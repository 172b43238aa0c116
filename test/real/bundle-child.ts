/** A program of its own from a file beside this one, to be killed at any moment. */
import path from 'node:path'
import { build } from 'esbuild'

export async function bundleChild(name: string, outfile: string): Promise<void> {
  const banner = {
    js: "import{createRequire as pcCreate}from'node:module';const require=pcCreate(import.meta.url),__dirname=import.meta.dirname",
  }
  await build({
    entryPoints: [path.join(import.meta.dirname, name)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outfile,
    logLevel: 'error',
    loader: { '.pl': 'text' },
    // Of ssh2, which does without it.
    external: ['cpu-features', '*.node'],
    banner,
  })
}
