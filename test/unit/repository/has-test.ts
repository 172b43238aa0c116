import { existsSync, readFileSync } from 'node:fs'

/** In which quotes a name stands depends on what is in it. */
export function hasTest(file: string, name: string): boolean {
  if (!existsSync(file)) return false
  const text = readFileSync(file, 'utf8')
  return [`'${name}'`, `"${name}"`, `\`${name}\``].some((quoted) => text.includes(quoted))
}
