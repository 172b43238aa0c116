import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  attemptOf,
  endAttempt,
  forgetOtherAttempts,
  keepImages,
  listKeptGuests,
  noteNoGuest,
  putImagesBack,
  type KeptPlaces,
} from '../../../src-main/domains/images/on-machine/guests/keep-replaced.ts'
import { ownFolder } from '../../own-folder.ts'

let images: string
let kept: string

beforeEach(() => {
  images = ownFolder('images')
  kept = path.join(images, '.replaced', 'attempt')
})

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

describe('what is kept of an attempt that is over', () => {
  const [one, other] = ['0', '1'].map((digit) => `${digit.repeat(8)}-0000-0000-0000-000000000000`)
  let all: KeptPlaces
  let attempt: KeptPlaces
  beforeEach(() => {
    all = { images: path.join(images, '.replaced'), guests: path.join(images, '.guests') }
    attempt = { images: path.join(all.images, 'attempt'), guests: path.join(all.guests, 'attempt') }
  })

  /** As far as a kill lets it come: so many names are taken away, deepest first. */
  function killedAfter(names: number): (folder: string) => Promise<void> {
    let left = names
    const remove = (place: string): void => {
      if (lstatSync(place).isDirectory()) for (const name of readdirSync(place)) remove(path.join(place, name))
      if (left === 0) throw new Error('killed')
      left -= 1
      if (lstatSync(place).isDirectory()) rmdirSync(place)
      else unlinkSync(place)
    }
    return (folder) => Promise.resolve().then(() => remove(folder))
  }

  function define(uuid: string, text: string): void {
    mkdirSync(path.join(attempt.guests, uuid), { recursive: true })
    for (const name of ['definition.xml', 'parts.json']) writeFileSync(path.join(attempt.guests, uuid, name), text)
  }

  async function keepAll(text: string): Promise<void> {
    mkdirSync(attempt.guests, { recursive: true })
    const known = (await listKeptGuests(attempt.guests)).defined
    for (const uuid of [one ?? '', other ?? '']) if (!known.includes(uuid)) define(uuid, text)
    await keepImages(['base.qcow2', 'top.qcow2'], { images, kept: attempt.images })
  }

  const names = { all: 12, moments: Array.from({ length: 13 }, (_none, index) => index) }

  it.each(names.moments)('is put back whole or not at all, after %d names of it are gone', async (gone) => {
    write('base.qcow2', 'old')
    write('top.qcow2', 'old')
    await keepAll('old')
    place('base.qcow2', 'new')
    place('top.qcow2', 'new')
    const killed = await endAttempt(attempt, killedAfter(gone)).then(
      () => false,
      () => true,
    )
    expect(killed).toBe(gone < names.all)
    // The same switch goes on, because the other laptop has changed since, and libvirt refuses what comes then.
    await forgetOtherAttempts(['attempt'], all)
    await keepAll('new')
    await putImagesBack({ images, kept: attempt.images })
    const { defined } = await listKeptGuests(attempt.guests)
    const back = defined.flatMap((uuid) =>
      ['definition.xml', 'parts.json'].map((name) => readFileSync(path.join(attempt.guests, uuid, name), 'utf8')),
    )
    expect(back).toHaveLength(4)
    expect(new Set([...back, read('base.qcow2'), read('top.qcow2')]).size).toBe(1)
  })

  it('is gone with what an interruption left of it, and so is that of other switches', async () => {
    write('base.qcow2', 'old')
    write('top.qcow2', 'old')
    await keepAll('old')
    await expect(endAttempt(attempt, killedAfter(1))).rejects.toThrow()
    await forgetOtherAttempts(['another'], all)
    expect([readdirSync(all.images), readdirSync(all.guests)]).toEqual([[], []])
  })
})
