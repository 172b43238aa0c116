import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  attemptOf,
  keepImages,
  listKeptGuests,
  noteNoGuest,
  putImagesBack,
} from '../../../src-main/domains/images/on-machine/guests/keep-replaced.ts'

let images: string
let kept: string

beforeEach(() => {
  images = mkdtempSync(path.join(tmpdir(), 'images-'))
  kept = path.join(images, '.replaced', 'attempt')
})
afterEach(() => rmSync(images, { recursive: true, force: true }))

const write = (name: string, text: string) => writeFileSync(path.join(images, name), text)
const read = (name: string) => readFileSync(path.join(images, name), 'utf8')
/** As an image comes: renamed over the one that stands there. */
function place(name: string, text: string): void {
  write(`${name}.incoming`, text)
  renameSync(path.join(images, `${name}.incoming`), path.join(images, name))
}
const standing = () => readdirSync(images).filter((name) => name.endsWith('.qcow2'))

describe('what a group of guests and images replaces', () => {
  it('is put back as it was before the first attempt, also when the one that goes on is refused', async () => {
    write('base.qcow2', 'old base')
    write('top.qcow2', 'old top')
    await keepImages(['base.qcow2', 'top.qcow2', 'new.qcow2'], { images, kept })
    place('base.qcow2', 'new base')
    place('new.qcow2', 'new')
    // Interrupted here. What has come already is not named again.
    await keepImages(['base.qcow2', 'top.qcow2'], { images, kept })
    place('top.qcow2', 'new top')
    await putImagesBack({ images, kept })
    expect(standing()).toEqual(['base.qcow2', 'top.qcow2'])
    expect([read('base.qcow2'), read('top.qcow2')]).toEqual(['old base', 'old top'])
  })

  it('is kept anew once it was put back', async () => {
    write('base.qcow2', 'old')
    await keepImages(['base.qcow2'], { images, kept })
    place('base.qcow2', 'new')
    await putImagesBack({ images, kept })
    write('base.qcow2', 'worked on since')
    await keepImages(['base.qcow2'], { images, kept })
    place('base.qcow2', 'newer')
    await putImagesBack({ images, kept })
    expect(read('base.qcow2')).toBe('worked on since')
  })

  it('belongs to one plan: the same however much is still to come, another one when something else stands there', () => {
    const guests = { there: [], taken: [], removed: [] }
    const there = [{ name: 'base.qcow2', bytes: 1, modifiedAt: '2026-11-29T10:00:00.000Z' }]
    const first = attemptOf({ name: 'base.qcow2', there, guests })
    const uuid = '00000000-0000-0000-0000-000000000000'
    expect(attemptOf({ name: 'base.qcow2', there, guests: { ...guests, removed: [uuid] } })).toBe(first)
    expect(attemptOf({ name: 'other.qcow2', there, guests })).not.toBe(first)
    expect(attemptOf({ name: 'base.qcow2', there: [{ ...there[0], bytes: 2 } as (typeof there)[0]], guests })).not.toBe(
      first,
    )
  })

  it('says of guests which were defined, and which were not', async () => {
    const [one, other] = ['0', '1'].map((digit) => `${digit.repeat(8)}-0000-0000-0000-000000000000`)
    mkdirSync(path.join(kept, one ?? ''), { recursive: true })
    mkdirSync(path.join(kept, `${one ?? ''}.new`))
    await noteNoGuest(kept, other ?? '')
    expect(await listKeptGuests(kept)).toEqual({ defined: [one], none: [other] })
    expect(await listKeptGuests(path.join(images, 'no such'))).toEqual({ defined: [], none: [] })
  })
})
