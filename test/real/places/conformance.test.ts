/** What every kind of place has to do for copies and for bundles, whatever is in its way. */
import { randomBytes } from 'node:crypto'
import { readFileSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toAppError } from '../../../src-main/kernel/app-error.ts'
import { giveBackRoom } from '../../../src-main/tools/btrfs/give-back-room.ts'
import { readBtrfsUsage } from '../../../src-main/tools/btrfs/btrfs-usage.ts'
import { sh } from '../loop-btrfs.ts'
import { addPlace, changeHome, everyKind, forgetCaches, makeWorld, type World } from './keepers.ts'

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: unknown) => toAppError(thrown).code,
  )
const differences = (one: string, other: string) =>
  sh('rsync', '-niacHAXS', '--modify-window=-1', '--delete', `${one}/`, `${other}/`)

const isLong = process.env['PC_SWITCHER_TEST_LONG'] !== undefined

const alwaysAsked = everyKind.filter(({ inLongAlone }) => isLong || inLongAlone.size < 3)

describe.each(alwaysAsked)('$kind', ({ kind, keeper, outside, inLongAlone }) => {
  let world: World
  const [p17, xps] = [() => world.laptops[0], () => world.laptops[1]]
  const names = async (laptop = p17()) => (await keeper.list(laptop)).map(({ name }) => name).toSorted()
  const make = async (mark: string, laptop = p17()) => {
    changeHome(world, mark)
    return keeper.make(world, laptop)
  }
  /** As they are now, for later. */
  const keepFiles = (name: string) => {
    const to = path.join(world.disk.folder, `before ${name}`)
    sh('cp', '-a', path.join(world.home, 'work'), to)
    return to
  }
  /** What was written there meanwhile is other than it was. */
  const harm = (before: readonly string[], isMeant: (file: string) => boolean = () => true) => {
    const added = world.outside.objects().filter((one) => !before.includes(one) && isMeant(one))
    expect(added).not.toEqual([])
    for (const one of added) {
      sh('chmod', 'u+w', one)
      const bytes = readFileSync(one)
      bytes.fill(0, Math.min(10_000, Math.floor(bytes.length / 3)))
      writeFileSync(one, bytes)
    }
    forgetCaches(world)
  }
  const onDisk = (top: string, pattern: string) => sh('sh', '-c', `ls -d ${path.join(top, pattern)}`).trim()
  const opened = (tree: string, work: () => void) => {
    sh('btrfs', 'property', 'set', '-f', tree, 'ro', 'false')
    work()
    sh('btrfs', 'property', 'set', tree, 'ro', 'true')
  }

  beforeEach(async () => {
    world = await makeWorld(outside)
    await addPlace(world, p17())
  }, 60_000)
  afterEach(() => world.remove())

  if (isLong || !inLongAlone.has('given'))
    it('gives back what it was given, once however often, also to a laptop that never knew of it', async () => {
      const first = await make('1')
      const before = keepFiles(first)
      expect(await names()).toEqual([])
      await keeper.put(p17(), first)
      expect(await names()).toEqual([first])
      const kept = world.outside.objects()
      await keeper.put(p17(), first)
      expect(await names()).toEqual([first])
      expect(world.outside.objects()).toEqual(kept)
      const laptops = kind.startsWith('copies') ? [hostname()] : []
      expect(await addPlace(world, xps())).toMatchObject({ state: 'taken-up', laptops })
      expect(await names(xps())).toEqual([first])
      expect(differences(before, await keeper.get(xps(), first))).toBe('')

      // Both at once: each with one of its own.
      const [second, third] = [await make('2'), await make('3', xps())]
      await Promise.all([keeper.put(p17(), second), keeper.put(xps(), third)])
      expect(await names(xps())).toEqual([first, second, third].toSorted())
      expect(readFileSync(path.join(await keeper.get(p17(), third), 'letter'), 'utf8')).toBe('Dear Bob, 3')
      await keeper.remove(p17(), second)
      expect(await names(xps())).toEqual([first, third].toSorted())
      expect(readFileSync(path.join(await keeper.get(xps(), third), 'letter'), 'utf8')).toBe('Dear Bob, 3')
    }, 240_000)

  if (isLong || !inLongAlone.has('cut'))
    it('never lists what was cut off, says when it cannot be reached, and goes on from there', async () => {
      const [first, second] = [await make('1'), await make('2')]
      await keeper.put(p17(), first)
      await addPlace(world, xps())
      const stop = new AbortController()
      const cut = keeper.put(p17(), second, { signal: stop.signal, onBytes: () => stop.abort() })
      // A small one may be there before it is stopped.
      const there = (await codeOf(cut)) === 'done' ? [first, second] : [first]
      expect(await names()).toEqual(there.toSorted())
      const connect = world.outside.cutOff()
      try {
        const works = [() => keeper.list(p17()), () => keeper.put(p17(), second), () => keeper.get(xps(), first)]
        for (const work of works) expect(['unreachable', 'not-found']).toContain(await codeOf(work()))
      } finally {
        connect()
      }
      expect(await names()).toEqual(there.toSorted())
      await keeper.put(p17(), second)
      expect(await names()).toEqual([first, second].toSorted())
      for (const { runFolder } of world.laptops)
        expect(sh('sh', '-c', `findmnt --list --noheadings --output TARGET | grep -F '${runFolder}' || true`)).toBe('')
    }, 240_000)

  if (isLong || !inLongAlone.has('damage'))
    it('tells of damage to one, gives none of that back, and harms no other', async () => {
      const [first, second, third] = [await make('1'), await make('2'), await make('3')]
      await addPlace(world, xps())
      /** The other laptop, which has none of them. */
      const given = (name: string) => keeper.get(xps(), name)
      await keeper.put(p17(), first)
      const ofFirst = world.outside.objects()
      await keeper.put(p17(), second)
      const ofSecond = world.outside.objects()
      await keeper.put(p17(), third)
      const { top } = world.outside
      if (top === undefined) harm(ofSecond)
      else {
        const { record, tree, file } = keeper.onDisk(third)
        const at = onDisk(top, tree)
        opened(at, () => writeFileSync(path.join(at, file), 'Dear Eve'))
        const written = onDisk(top, record)
        if (written.startsWith(`${at}/`)) opened(at, () => writeFileSync(written, 'x'))
        else writeFileSync(written, 'x')
      }
      const found = await keeper.list(p17())
      expect(found.filter(({ isDamaged }) => isDamaged).map(({ name }) => name)).toEqual([third])
      expect(found).toHaveLength(3)
      expect(['not-verified', 'unreachable']).toContain(await codeOf(given(third)))

      // The contents alone, which nobody knows before they are read.
      if (top === undefined) {
        const large = (one: string) => ofSecond.includes(one) && statSync(one).size > 100_000
        harm(ofFirst, large)
      } else {
        const { tree, file } = keeper.onDisk(second)
        const at = onDisk(top, tree)
        opened(at, () => writeFileSync(path.join(at, file), 'Dear Eve'))
      }
      expect(await codeOf(given(second))).toBe('not-verified')
      expect(readFileSync(path.join(await given(first), 'letter'), 'utf8')).toBe('Dear Bob, 1')
      // A registry deletes nothing that it cannot read.
      if (kind === 'bundles in a registry') return
      await keeper.remove(p17(), third)
      expect(await names()).toEqual([first, second].toSorted())
    }, 240_000)

  if (kind.endsWith('on a disk'))
    it('keeps what is there where it is full, has nothing of what did not fit, and goes on from there', async () => {
      const { top = '' } = world.outside
      const first = await make('1')
      await keeper.put(p17(), first)
      writeFileSync(path.join(world.home, 'work/film'), randomBytes(80_000_000))
      const second = await make('2')
      const { bavail, bsize } = statfsSync(top)
      sh('fallocate', '-l', String(bavail * bsize - 30_000_000), path.join(top, 'other'))
      sh('sync')
      const lying = () => sh('find', top, '-maxdepth', '4')
      const used = async () => (await readBtrfsUsage(top, {})).usedBytes
      const before = { lying: lying(), used: await used() }
      await expect(keeper.put(p17(), second)).rejects.toMatchObject({
        code: 'disk-full',
        problem: { id: 'places.full' },
      })
      expect(await names()).toEqual([first])
      expect(lying()).toBe(before.lying)
      // Of half a bundle the kernel gives the room back when it comes to it.
      if (kind.startsWith('bundles')) await giveBackRoom(top, {})
      expect(await used()).toBeLessThan(before.used + 5_000_000)
      sh('rm', path.join(top, 'other'))
      await keeper.put(p17(), second)
      expect(await names()).toEqual([first, second].toSorted())
    }, 120_000)
})
