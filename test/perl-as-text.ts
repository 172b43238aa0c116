import { readFileSync } from 'node:fs'

/** What esbuild's loader "text" does for the programs: an imported file of perl is its text. */
export const perlAsText = {
  name: 'perl-as-text',
  enforce: 'pre' as const,
  load(id: string) {
    return id.endsWith('.pl') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined
  },
}
