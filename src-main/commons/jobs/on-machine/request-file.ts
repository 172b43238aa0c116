/** jobs/NAME.request in /run: that a person starts a job. Its unit takes it away when it begins, so that a timer's start has none. */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { readIfThere, writeWhole } from '../../../tools/files/durable-file.ts'

export function writeRequest(runFolder: string, name: string, request: string): void {
  const file = fileOf(runFolder, name)
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  writeWhole(file, request)
}

export function takeRequest(runFolder: string, name: string): string | undefined {
  const request = readIfThere(fileOf(runFolder, name))
  rmSync(fileOf(runFolder, name), { force: true })
  return request
}

function fileOf(runFolder: string, name: string): string {
  return path.join(runFolder, 'jobs', `${name}.request`)
}
