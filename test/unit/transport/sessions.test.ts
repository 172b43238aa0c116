import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { keptSessions } from '../../../src-main/journal/kept-sessions.ts'
import { createLogger, silentLogger } from '../../../src-main/kernel/logger.ts'
import { createSessions, type SessionSecrets } from '../../../src-main/transport/sessions.ts'
import { ownFolder } from '../../own-folder.ts'

const day = 24 * 60 * 60_000

let folder: string
let file: string
let nowMs: number
beforeEach(() => {
  folder = ownFolder('sessions')
  file = join(folder, 'sessions.json')
  nowMs = Date.parse('2026-11-20T08:00:00.000Z')
})

/** The sessions of an app that has just been started. */
const started = () => createSessions({ nowMs: () => nowMs }, keptSessions(file, silentLogger))

function openOne(sessions = started()): SessionSecrets {
  const signedIn = sessions.redeem(sessions.mint())
  if (signedIn === undefined) throw new Error('a fresh link was refused')
  return signedIn
}

it('keeps a session when the app is started again', () => {
  const { cookie, pageKey } = openOne()
  expect(started().isOpen(cookie)).toBe(true)
  expect(started().mayAsk({ cookie, pageKey })).toBe(true)
  expect(started().isOpen(`${cookie.slice(0, -1)}x`)).toBe(false)
})

it('needs the key of the page for anything but showing it, and that of the same session', () => {
  const sessions = started()
  const [one, other] = [openOne(sessions), openOne(sessions)]
  for (const pageKey of ['', '1', one.cookie, other.pageKey, `${one.pageKey} `])
    expect(sessions.mayAsk({ cookie: one.cookie, pageKey })).toBe(false)
  for (const cookie of ['', one.pageKey, other.cookie])
    expect(sessions.mayAsk({ cookie, pageKey: one.pageKey })).toBe(false)
  expect(sessions.mayAsk(one)).toBe(true)
})

it('is not kept open by whoever has its cookie alone', () => {
  const { cookie } = openOne()
  nowMs += 20 * day
  expect(started().isOpen(cookie)).toBe(true)
  nowMs += 11 * day
  expect(started().isOpen(cookie)).toBe(false)
})

it('keeps nothing that lets anybody in, in a file of the person alone', async () => {
  const { cookie, pageKey } = openOne()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const kept = await readFile(file, 'utf8')
  for (const secret of [cookie, pageKey]) expect(kept).not.toContain(secret)
})

it('does not keep a link: one of the app before is refused', () => {
  const token = started().mint()
  expect(started().redeem(token)).toBeUndefined()
})

it('ends a session that was not used for 30 days, and no other', () => {
  const idle = openOne()
  const used = openOne()
  nowMs += 20 * day
  expect(started().mayAsk(used)).toBe(true)
  nowMs += 20 * day
  const later = started()
  expect([later.isOpen(idle.cookie), later.mayAsk(idle)]).toEqual([false, false])
  expect(later.mayAsk(used)).toBe(true)
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
  expect(sessions.isOpen(first.cookie)).toBe(false)
})

it('goes on without what it kept when the file is damaged or cannot be written, and tells no secret', async () => {
  await writeFile(file, '{"version":2,"sessions":[{]')
  const lines: string[] = []
  const logger = createLogger((line) => void lines.push(line), { nowMs: () => nowMs })
  const nowhere = keptSessions(join(file, 'below-a-file.json'), logger)
  const sessions = createSessions({ nowMs: () => nowMs }, nowhere)
  const signedIn = openOne(sessions)
  expect(sessions.mayAsk(signedIn)).toBe(true)
  expect(lines.join()).toContain('sessions cannot be kept')
  for (const secret of Object.values(signedIn)) expect(lines.join()).not.toContain(secret)
  expect(keptSessions(file, silentLogger).read()).toEqual([])
})
