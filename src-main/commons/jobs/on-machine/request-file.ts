/**
 * jobs/NAME.request in /run: that a person starts a job, and what for. Its unit takes it away when it begins, so that a timer's start
 * has none.
 */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { readIfThere } from '../../../tools/files/own-file.ts'
import { writeWhole } from '../../../tools/files/durable-file.ts'

const requestSchema = z.object({ id: z.string(), input: z.record(z.string(), z.string()) })
export type JobRequest = z.infer<typeof requestSchema>

export function writeRequest(runFolder: string, name: string, request: JobRequest): void {
  const file = fileOf(runFolder, name)
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  writeWhole(file, JSON.stringify(requestSchema.encode(request)))
}

export function takeRequest(runFolder: string, name: string): JobRequest | undefined {
  const text = readIfThere(fileOf(runFolder, name))
  rmSync(fileOf(runFolder, name), { force: true })
  return text === undefined ? undefined : requestSchema.parse(JSON.parse(text))
}

function fileOf(runFolder: string, name: string): string {
  return path.join(runFolder, 'jobs', `${name}.request`)
}
