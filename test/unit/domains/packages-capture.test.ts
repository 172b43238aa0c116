/** What listing the packages of this machine takes. That each change shows is tried on a practice laptop (`laptops/packages`). */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { capture } from '../../../src-main/domains/packages/on-machine/answer-capture.ts'
import { readHomeUnits } from '../../../src-main/domains/packages/on-machine/read-home-units.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let started = 0
const count = (): void => {
  started += 1
}

beforeEach(() => {
  folder = ownFolder('capture')
  subscribe('child_process', count)
})
afterEach(() => {
  unsubscribe('child_process', count)
})

it('lists what starts for the person by files of their home, and follows no link to find it', () => {
  const home = path.join(folder, 'ann')
  mkdirSync(home)
  expect(readHomeUnits(home, folder)).toEqual([])
  const units = path.join(home, '.config/systemd/user')
  for (const wants of ['default.target.wants', 'timers.target.wants'])
    mkdirSync(path.join(units, wants), { recursive: true })
  const link = (name: string) => symlinkSync('/nonexistent', path.join(units, name))
  for (const name of ['notes.service', 'pc-switcher.service', 'dbus.socket', 'no unit'])
    link(`default.target.wants/${name}`)
  link('timers.target.wants/notes.timer')
  mkdirSync(path.join(folder, 'elsewhere'))
  symlinkSync('/nonexistent', path.join(folder, 'elsewhere/far.service'))
  symlinkSync(path.join(folder, 'elsewhere'), path.join(units, 'graphical-session.target.wants'))
  expect(readHomeUnits(home, folder)).toEqual(['notes.service', 'notes.timer'])
  expect(readHomeUnits(home, `${folder}/elsewhere`)).toEqual([])
  const linked = path.join(folder, 'linked')
  mkdirSync(linked)
  symlinkSync(path.join(home, '.config'), path.join(linked, '.config'))
  expect(readHomeUnits(linked, folder)).toEqual([])
})

describe('what packages are there', () => {
  it('starts no program where nothing changed since the last time', async () => {
    const first = await capture({ stateFolder: folder, person: { home: folder } }, {})
    expect(started).toBeGreaterThan(0)
    started = 0
    expect(await capture({ stateFolder: folder, person: { home: folder } }, {})).toEqual(first)
    expect(started).toBe(0)
  })
})
