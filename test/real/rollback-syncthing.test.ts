/** Folders of a person's Syncthing when its settings, or they themselves, go back. */
import { mkdirSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { readHeld } from '../../src-main/commons/held-folders/on-machine/held-state.ts'
import { inspect } from '../../src-main/domains/rollback/on-machine/plan/inspect.ts'
import { rollBackNow } from '../../src-main/domains/rollback/on-machine/run/run-order.ts'
import { configuredFolders } from '../../src-main/tools/syncthing/person/paused-folders.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import {
  contextOf,
  areaTitles,
  laptopContext,
  makeRollbackDisk,
  orderFor,
  read,
  sh,
  systemAt,
  takeSnapshots,
  write,
} from './rollback-disk.ts'
import { sayAll } from './words.ts'
import { forEachTest } from './while-tested.ts'

const disk = forEachTest(() => makeRollbackDisk())

const home = () => path.join(disk.home, 'alice')
const settingsFile = () => path.join(home(), '.config/syncthing/config.xml')

function writeSettings(folders: Readonly<Record<string, { readonly at: string; readonly paused?: boolean }>>): void {
  const each = Object.entries(folders).map(
    ([id, { at, paused = false }]) =>
      `<folder id="${id}" label="${id}" path="${at}" type="sendreceive"><paused>${String(paused)}</paused></folder>`,
  )
  write(settingsFile(), `<configuration version="37">${each.join('\n')}</configuration>`)
  sh('chown', '-R', '1000:1000', path.join(home(), '.config'))
  sh('chmod', '600', settingsFile())
}

const pausedNow = () =>
  Object.fromEntries((configuredFolders(read(settingsFile()) ?? '') ?? []).map(({ id, isPaused }) => [id, isPaused]))

const contextWith = async (stop?: (name: string) => void) => ({ ...(await contextOf(disk, stop)), home: home() })

async function rollBack(set: Description, folders: readonly string[], stop?: (name: string) => void) {
  return rollBackNow(await contextWith(stop), await orderFor(disk, set, folders))
}

async function notesFor(set: Description, subvolumes: readonly string[]): Promise<string> {
  const laptop = { ...laptopContext(disk), home: home() }
  const fstab = path.join(disk.folder, 'fstab')
  write(fstab, `UUID=1 ${disk.home} btrfs subvol=@home 0 0\n`)
  const root = path.join(disk.folder, 'root')
  const at = { places: disk.places, titles: areaTitles, fstab, system: systemAt(root, disk.state) }
  const { notes } = await inspect(at, laptop, { setId: set.id, subvolumes }, {})
  return sayAll(notes)
}

describe('a rollback of a home in which a Syncthing has its settings', () => {
  it('pauses the folders that were not, in what comes back, and writes down which', async () => {
    writeSettings({ docs: { at: '~/Documents' }, pics: { at: '/srv/pics', paused: true } })
    const set = await takeSnapshots(disk)
    writeSettings({ docs: { at: '~/Documents' }, music: { at: '~/Music' } })
    expect(await notesFor(set, ['home'])).toContain('Syncthing then waits with docs until you say which state counts')
    expect((await rollBack(set, ['home'])).result).toBe('done')
    expect(pausedNow()).toEqual({ docs: true, pics: true })
    expect(readHeld(disk.state)).toMatchObject({ setAt: set.at, folders: [{ id: 'docs', type: 'sendreceive' }] })
    const { uid, mode } = statSync(settingsFile())
    expect([uid, mode & 0o777]).toEqual([1000, 0o600])
  })

  it('says and pauses nothing where there are no settings, a broken file, or a link instead of them', async () => {
    write(path.join(home(), 'letter'), 'one')
    const none = await takeSnapshots(disk)
    write(settingsFile(), '<configuration version="37"><folder id="docs"')
    const broken = await takeSnapshots(disk)
    rmSync(path.join(home(), '.config'), { recursive: true })
    mkdirSync(path.join(home(), '.config'))
    symlinkSync('/etc', path.join(home(), '.config/syncthing'))
    const link = await takeSnapshots(disk)
    for (const set of [none, broken, link]) {
      expect(await notesFor(set, ['home'])).not.toContain('Syncthing')
      expect((await rollBack(set, ['home'])).result).toBe('done')
      expect(readHeld(disk.state)).toBeUndefined()
    }
  })

  it.each(['the folder', 'the file'])('finds them where %s is a link of the person', async (what) => {
    writeSettings({ docs: { at: '~/Documents' } })
    const [named, real] =
      what === 'the folder'
        ? ['.config/syncthing', 'dotfiles']
        : ['.config/syncthing/config.xml', 'dotfiles.d/config.xml']
    mkdirSync(path.join(home(), 'dotfiles.d'))
    renameSync(path.join(home(), named), path.join(home(), real))
    symlinkSync(path.join(home(), real), path.join(home(), named))
    const set = await takeSnapshots(disk)
    expect(await notesFor(set, ['home'])).toContain('docs')
    expect((await rollBack(set, ['home'])).result).toBe('done')
    expect(pausedNow()).toEqual({ docs: true })
    expect(readHeld(disk.state)?.folders).toHaveLength(1)
  })

  it.each(['trees written', 'syncthing held', 'holder unclear'])(
    'forgets it again where the rollback is taken back at "%s"',
    async (at) => {
      writeSettings({ docs: { at: '~/Documents' } })
      const set = await takeSnapshots(disk)
      const last = await rollBack(set, ['home'], (name) => {
        if (name === at) throw new Error('broken off')
      })
      expect(last.result).toBe('taken-back')
      expect(pausedNow()).toEqual({ docs: false })
      expect(readHeld(disk.state)).toBeUndefined()
    },
  )

  it('keeps what waits of an earlier rollback', async () => {
    writeSettings({ docs: { at: '~/Documents' } })
    const first = await takeSnapshots(disk)
    writeSettings({ docs: { at: '~/Documents', paused: true }, music: { at: '~/Music' } })
    const second = await takeSnapshots(disk)
    await rollBack(first, ['home'])
    await rollBack(second, ['home'])
    expect(
      readHeld(disk.state)
        ?.folders.map(({ id }) => id)
        .toSorted(),
    ).toEqual(['docs', 'music'])
    expect(pausedNow()).toEqual({ docs: true, music: true })
  })
})

describe('a rollback of a subvolume that holds a folder of a Syncthing whose settings stay', () => {
  it('pauses that folder alone, and resumes it where it is taken back', async () => {
    const images = disk.places.areas.images
    write(path.join(images, 'disk.raw'), 'one')
    writeSettings({ images: { at: images }, docs: { at: '~/Documents' } })
    const set = await takeSnapshots(disk)
    const broken = await rollBack(set, ['images'], (name) => {
      if (name === 'holder unclear') throw new Error('broken off')
    })
    expect(broken.result).toBe('taken-back')
    expect(pausedNow()).toEqual({ images: false, docs: false })
    expect(readHeld(disk.state)).toBeUndefined()
    expect((await rollBack(set, ['images'])).result).toBe('done')
    expect(pausedNow()).toEqual({ images: true, docs: false })
    expect(readHeld(disk.state)?.folders.map(({ id }) => id)).toEqual(['images'])
  })
})
