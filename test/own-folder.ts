import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of the test that runs, or is about to: it goes when that test has ended, also when it failed, after every afterEach. */
export function ownFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
