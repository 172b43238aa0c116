/** The four things a snapshot tool does, by ours and by the others, each in its own way on the same machine. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { makeSetName } from '../src-main/commons/snapshot-sets/set-name.ts'
import { makeComparison } from '../src-main/domains/compare/verbs.ts'
import { createSnapshotLists } from '../src-main/domains/snapshots/on-pair/list-pair.ts'
import { createSnapshots, deleteSnapshots } from '../src-main/domains/snapshots/verbs.ts'
import type { Machine } from '../src-main/machine/machine.ts'
import { attempt, run } from '../practice/run.ts'
import type { SnapshotMachine } from './snapshot-machine.ts'

export interface SnapshotTool {
  readonly name: string
  /** Takes a snapshot and gives its name. */
  create(): Promise<string>
  /** How many it lists. */
  list(): Promise<number>
  /** Lists again, getting only what changed; undefined for a tool that always lists everything. */
  readonly listAgain?: () => Promise<number>
  /** Compares, and gives the number of lines or entries; undefined for a tool that can't. */
  readonly diff: ((one: string, other: string) => Promise<number>) | undefined
  /** Drops its cache of differences. */
  forget(): Promise<void>
  delete(id: string): Promise<void>
  /** Waits until its background work has finished. */
  waitForIdle(): Promise<void>
  /** Puts `count` more there, quickly and as it would itself. */
  fill(count: number): Promise<void>
}

export function ours(machine: Machine, { root }: SnapshotMachine): SnapshotTool {
  const sets = path.join(root, 'var/lib/pc-switcher/root/snapshots')
  const lists = createSnapshotLists([])
  const tree = (setId: string) => ({ kind: 'snapshot' as const, setId, subvolume: 'system' })
  return {
    name: 'pc-switcher',
    async create() {
      return (await machine.call(createSnapshots, { switchId: randomUUID(), reason: 'manual' })).id
    },
    async list() {
      return (await createSnapshotLists([]).of(machine)).length
    },
    async listAgain() {
      return (await lists.of(machine)).length
    },
    async diff(one, other) {
      const { counts } = await machine.call(makeComparison, { one: tree(one), other: tree(other) })
      return counts.added + counts.changed + counts.deleted + counts.renamed + counts.attributes
    },
    forget() {
      rmSync(path.join(root, 'run/pc-switcher/compare'), { recursive: true, force: true })
      return Promise.resolve()
    },
    async delete(id) {
      await machine.call(deleteSnapshots, { ids: [id] })
    },
    /** It measures sets one by one when nobody waits for it. */
    async waitForIdle() {
      do await new Promise((resolve) => setTimeout(resolve, 50))
      while ((await attempt(['pgrep', '--full', 'btrfs filesystem du'])).exitCode === 0)
    },
    async fill(count) {
      const like = readdirSync(sets)
        .filter((name) => !name.startsWith('.'))
        .at(-1)
      if (like === undefined) throw new Error('there is no set to make others like')
      const description = readFileSync(path.join(sets, like, 'description.json'), 'utf8')
      for (let n = 0; n < count; n += 1) {
        const id = makeSetName(Date.UTC(2026, 0, 1) + n * 60_000, `filled-${n}`)
        mkdirSync(path.join(sets, id), { mode: 0o700 })
        await snapshot(path.join(sets, like, 'system'), path.join(sets, id, 'system'))
        writeFileSync(path.join(sets, id, 'description.json'), description.replaceAll(like, id))
      }
    },
  }
}

/** Over D-Bus, as a person has it who installs it, or by itself. */
export async function snapper(machine: SnapshotMachine, bus: boolean): Promise<SnapshotTool> {
  const folder = path.join(machine.root, '.snapshots')
  const argv = ['snapper', ...(bus ? [] : ['--no-dbus']), '-c', 'bench'] as const
  const say = (...words: readonly string[]) => machine.do(...argv, ...words)
  if (!readdirSync(machine.root).includes('.snapshots')) {
    await machine.do(...argv, 'create-config', '/')
    await machine.moveOut('.snapshots')
  }
  return {
    name: bus ? 'snapper' : 'snapper --no-dbus',
    create: async () => (await say('create', '--print-number')).trim(),
    list: async () => (await say('list')).split('\n').length - 4,
    diff: async (one, other) => (await say('status', `${one}..${other}`)).split('\n').length - 1,
    forget() {
      for (const number of readdirSync(folder)) {
        for (const name of readdirSync(path.join(folder, number)))
          if (name.startsWith('filelist')) rmSync(path.join(folder, number, name))
      }
      return Promise.resolve()
    },
    async delete(id) {
      await say('delete', id)
    },
    waitForIdle: () => Promise.resolve(),
    async fill(count) {
      const numbers = readdirSync(folder)
        .map(Number)
        .filter((number) => !Number.isNaN(number))
      const last = Math.max(...numbers)
      const info = readFileSync(path.join(folder, String(last), 'info.xml'), 'utf8')
      for (let number = last + 1; number <= last + count; number += 1) {
        mkdirSync(path.join(folder, String(number)))
        await snapshot(path.join(folder, String(last), 'snapshot'), path.join(folder, String(number), 'snapshot'))
        writeFileSync(path.join(folder, String(number), 'info.xml'), info.replace(/<num>\d+/, `<num>${number}`))
      }
      // Its service caches the list: stop it, and the next request starts it again.
      if (bus) await attempt(['kill', ...(await attempt(['pidof', 'snapperd'])).stdout.trim().split(' ')])
    },
  }
}

/** Its own "diff" only lists files that were written to: none that is gone, renamed or has another mode. */
export function btrbk(machine: SnapshotMachine): SnapshotTool {
  const folder = path.join(machine.root, 'mnt/btrbk')
  mkdirSync(folder, { recursive: true })
  const config = (preserve: string) =>
    [
      'timestamp_format long-iso',
      `snapshot_preserve_min ${preserve}`,
      'volume /mnt',
      'snapshot_dir btrbk',
      'subvolume @',
      '',
    ].join('\n')
  const place = (name: string) => path.join(machine.root, 'etc/btrbk', name)
  mkdirSync(place(''), { recursive: true })
  writeFileSync(place('keep.conf'), config('all'))
  writeFileSync(place('latest.conf'), config('latest'))
  const say = (...words: readonly string[]) => machine.do('btrbk', '-q', '-c', '/etc/btrbk/keep.conf', ...words)
  const names = () => readdirSync(folder).sort()
  return {
    name: 'btrbk',
    async create() {
      await say('snapshot')
      return names().at(-1) ?? ''
    },
    list: async () =>
      (await machine.do('btrbk', '-c', '/etc/btrbk/keep.conf', 'list', 'snapshots')).split('\n').length - 3,
    diff: undefined,
    forget: () => Promise.resolve(),
    // It deletes what its policy does not keep: all but the newest.
    async delete() {
      await machine.do('btrbk', '-q', '-c', '/etc/btrbk/latest.conf', 'prune')
    },
    waitForIdle: () => Promise.resolve(),
    async fill(count) {
      const last = names().at(-1) ?? ''
      for (let n = 0; n < count; n += 1) {
        const moment = new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString()
        const stamp = moment.replace(/[-:]|\.\d+Z/g, '')
        await snapshot(path.join(folder, last), path.join(folder, `@.${stamp}+0000`))
      }
    },
  }
}

async function snapshot(from: string, to: string): Promise<void> {
  await run('take a snapshot', ['btrfs', '-q', 'subvolume', 'snapshot', '-r', from, to])
}

/** Not a snapshot tool; it walks both trees. */
export async function walkWithRsync({ root }: SnapshotMachine, one: string, other: string): Promise<number> {
  const place = (id: string) => `${path.join(root, 'var/lib/pc-switcher/root/snapshots', id, 'system')}/`
  const { stdout } = await run('compare with rsync', ['rsync', '-nai', '--delete', place(one), place(other)])
  return stdout.split('\n').length - 1
}
