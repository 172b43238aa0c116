import { readFileSync } from 'node:fs'
import path from 'node:path'

/** What a real tool printed, of test/fixtures: the first line there names the command and its version, and is left out. */
export function recorded(name: string): Buffer {
  const bytes = readFileSync(path.resolve(import.meta.dirname, '../../fixtures', name))
  return bytes.subarray(bytes.indexOf('\n') + 1)
}

export const recordedText = (name: string): string => recorded(name).toString('utf8')
