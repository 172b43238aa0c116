import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { keptSessions } from '../../../src-main/journal/kept-sessions.ts'
import { createLogger, silentLogger } from '../../../src-main/kernel/logger.ts'
import { createSessions } from '../../../src-main/transport/sessions.ts'

const day = 24 * 60 * 60_000

let folder: string
let file: string
let nowMs: number
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sessions-'))
  file = join(folder, 'sessions.json')
  nowMs = Date.parse('2026-11-20T08:00:00.000Z')
})
afterEach(() => rm(folder, { recursive: true }))

/** The sessions of an app that has just been started. */
const started = () => createSessions({ nowMs: () => nowMs }, keptSessions(file, silentLogger))

function openOne(sessions = started()): string {
  const cookie = sessions.redeem(sessions.mint())
  if (cookie === undefined) throw new Error('a fresh link was refused')
  return cookie
}

it('keeps a session when the app is started again', () => {
  const cookie = openOne()
  expect(started().isOpen(cookie)).toBe(true)
  expect(started().isOpen(`${cookie.slice(0, -1)}x`)).toBe(false)
})

it('keeps nothing that lets anybody in, in a file of the person alone', async () => {
  const cookie = openOne()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).not.toContain(cookie)
})

it('does not keep a link: one of the app before is refused', () => {
  const token = started().mint()
  expect(started().redeem(token)).toBeUndefined()
})

it('ends a session that was not used for 30 days, and no other', () => {
  const idle = openOne()
  const used = openOne()
  nowMs += 20 * day
  expect(started().isOpen(used)).toBe(true)
  nowMs += 20 * day
  const later = started()
  expect(later.isOpen(idle)).toBe(false)
  expect(later.isOpen(used)).toBe(true)
  openOne(later)
  expect(keptSessions(file, silentLogger).read()).toHaveLength(2)
})

it('ends the one that was used least when there are more than 32', () => {
  const first = openOne()
  const sessions = started()
  for (let count = 0; count < 32; count++) {
    nowMs += 1_000
    openOne(sessions)
  }
  expect(sessions.isOpen(first)).toBe(false)
})

it('goes on without what it kept when the file is damaged or cannot be written, and tells no secret', async () => {
  await writeFile(file, '{"version":1,"sessions":[{]')
  const lines: string[] = []
  const logger = createLogger((line) => void lines.push(line), { nowMs: () => nowMs })
  const nowhere = keptSessions(join(file, 'below-a-file.json'), logger)
  const sessions = createSessions({ nowMs: () => nowMs }, nowhere)
  const cookie = openOne(sessions)
  expect(sessions.isOpen(cookie)).toBe(true)
  expect(lines.join()).toContain('sessions cannot be kept')
  expect(lines.join()).not.toContain(cookie)
  expect(keptSessions(file, silentLogger).read()).toEqual([])
})
