import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** A folder of the test that runs, or is about to: it goes when that test has ended, also when it failed, after every afterEach. */
export function ownFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `${name}-`))
  onTestFinished(() => {
    // What is still mounted below it is nothing of the folder's.
    if (readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${folder}/`)) throw new Error(`${folder} has mounts.`)
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}
