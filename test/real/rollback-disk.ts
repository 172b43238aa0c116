/** A laptop's disk for rollbacks: mounted as a running system has it, with sets of snapshots, and nobody else on it. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { snapshotPath } from '../../src-main/commons/snapshot-sets/on-machine/open-tree.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { AreaId, Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import type { AppError } from '../../src-main/kernel/app-error.ts'
import { ledgerMark } from '../../src-main/commons/ledger/on-machine/unclear-holder.ts'
import { imagesArea } from '../../src-main/domains/images/area.ts'
import {
  deviceOf,
  openContext,
  type LaptopContext,
  type RollbackContext,
  type StopPoint,
} from '../../src-main/domains/rollback/on-machine/state/context.ts'
import type { InspectionPlaces } from '../../src-main/domains/rollback/on-machine/plan/inspection-places.ts'
import { machineInspection } from '../../src-main/domains/rollback/on-machine/plan/machine-inspection.ts'
import { nestSubvolumes } from '../../src-main/domains/rollback/on-machine/plan/inner-subvolumes.ts'
import type { Order, OperationSubvolume } from '../../src-main/domains/rollback/on-machine/state/operation.ts'
import { readSubvolumeId, resolveSubvolume, showSubvolume } from '../../src-main/tools/btrfs/btrfs-subvolume.ts'

export function sh(file: string, ...args: readonly string[]): string {
  return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

export interface RollbackDisk {
  readonly folder: string
  readonly file: string
  readonly top: string
  readonly places: Places & { readonly areas: { readonly images: string } }
  readonly home: string
  readonly state: string
  /** Mounts everything as a start would: by name. */
  mountAll(): void
  /** Unmounts everything, as the end of a system does. */
  unmountAll(): void
  remove(): void
}

const usual = [
  ['@', 'root'],
  ['@home', 'root/home'],
  ['@images', 'root/images'],
  ['@state', 'state'],
] as const

/**
 * A program that makes a mount namespace of its own at this moment, as a container that starts does, has a copy of every
 * mount until it lets go of them: only then is everything in the file.
 */
function waitUntilLetGo(file: string): void {
  for (let tries = 0; sh('losetup', '--associated', file).trim() !== ''; tries += 1) {
    if (tries > 600) throw new Error(`${file} is still in use half a minute after it was unmounted`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  }
}

/** With `file` one that is there already, as after a power loss; `more` is mounted too: its name, and where. */
export function makeRollbackDisk(file?: string, more: readonly (readonly [string, string])[] = []): RollbackDisk {
  const subvolumes = [...usual, ...more]
  const folder = mkdtempSync(path.join(tmpdir(), 'rollback-'))
  const own = file ?? path.join(folder, 'disk')
  const top = path.join(folder, 'top')
  mkdirSync(top)
  let device: string | undefined
  const mount = (options: string, at: string): void => {
    mkdirSync(at, { recursive: true })
    device ??= sh('losetup', '--find', '--show', own).trim()
    sh('mount', '-o', options, device, at)
  }
  const at = (name: string): string => path.join(folder, name)
  const isMounted = (place: string): boolean => readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${place} `)
  const unmountAll = (): void => {
    for (const [, name] of subvolumes.toReversed()) while (isMounted(at(name))) sh('umount', at(name))
    while (isMounted(top)) sh('umount', top)
    if (device !== undefined) sh('losetup', '--detach', device)
    device = undefined
    waitUntilLetGo(own)
  }
  const mountAll = (): void => {
    mount('subvolid=5', top)
    for (const [name, place] of subvolumes) mount(`subvol=${name},noatime`, at(place))
  }
  const remove = (): void => {
    unmountAll()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    if (file === undefined) {
      sh('truncate', '--size=1G', own)
      sh('mkfs.btrfs', '--quiet', own)
      mount('subvolid=5', top)
      for (const [name] of subvolumes) sh('btrfs', '-q', 'subvolume', 'create', path.join(top, name))
      unmountAll()
    }
    mountAll()
  } catch (error) {
    remove()
    throw error
  }
  mkdirSync(at('root/etc'), { recursive: true })
  return {
    folder,
    file: own,
    top,
    home: at('root/home'),
    state: at('state'),
    places: {
      areas: { system: at('root/etc'), home: at('root/home'), images: at('root/images') },
      stateFolder: at('state'),
      swapFiles: [],
    },
    mountAll,
    unmountAll,
    remove,
  }
}

let count = 0

/** As the agent calls what it rolls back. */
export const areaTitles = machineInspection('/nowhere/state', [imagesArea]).titles

/** The unit that finishes a rollback, in a system. */
export const finisher = 'usr/lib/systemd/system/pc-switcher-rollback.service'

/** What a system must have to start again after a rollback. */
export function writeSystem(root: string, fstab: string): void {
  write(path.join(root, finisher), '[Unit]')
  write(path.join(root, 'etc/pc-switcher/machine.json'), '{}')
  write(path.join(root, 'etc/fstab'), fstab)
  write(path.join(root, 'boot/vmlinuz-6.8.0-40-generic'), 'kernel')
  write(path.join(root, 'usr/lib/modules/6.8.0-40-generic/modules.dep'), '')
}

/** Of a laptop that a boot loader starts. */
export function systemAt(root: string, stateMount: string): InspectionPlaces['system'] {
  const commandLine = 'BOOT_IMAGE=/@/boot/vmlinuz root=UUID=1 ro rootflags=subvol=@ quiet'
  return { root, stateMount, commandLine, isContainer: () => Promise.resolve(false) }
}

export function takeSnapshots(disk: { readonly places: Places }): Promise<Description> {
  return takeSet(disk.places, { switchId: `m${++count}`, reason: 'manual' }, { report: () => undefined })
}

export const logged: AppError[] = []
export const forgotten: (readonly AreaId[])[] = []

/** This process's own mounts are the laptop's. */
export function laptopContext(disk: Pick<RollbackDisk, 'state'>, bootId = 'this-boot'): LaptopContext {
  return {
    mountNamespacePid: process.pid,
    within: [],
    device: deviceOf(disk.state),
    home: '/nowhere',
    names: {
      person: { name: 'alice', uid: 1000 },
      nameOf: (uid) => (uid === 1000 ? 'alice' : `user ${uid}`),
      isAskedHere: false,
    },
    stopUnit: () => Promise.resolve(),
    startUnit: () => Promise.resolve(),
    forget: (areas) => {
      forgotten.push(areas)
      return Promise.resolve()
    },
    bootId,
    log: (error) => logged.push(error),
  }
}

export function contextOf(disk: RollbackDisk, stop?: StopPoint, bootId?: string): Promise<RollbackContext> {
  return openContext(laptopContext(disk, bootId), {
    top: disk.top,
    stateFolder: disk.state,
    ...(stop === undefined ? {} : { stop }),
  })
}

/** An order as the agent would make it from the plan. */
export async function orderFor(
  disk: RollbackDisk,
  set: Description,
  folders: readonly string[],
  when: Order['when'] = 'now',
): Promise<Order> {
  const subvolumes: OperationSubvolume[] = []
  for (const folder of folders) {
    const taken = set.snapshots.find((one) => one.subvolume === folder)
    if (taken === undefined) throw new Error(`no ${folder} in the set`)
    const { within } = taken
    const around = within === undefined ? undefined : set.snapshots.find((one) => one.subvolume === within.subvolume)
    const place = taken.path ?? path.join(around?.path ?? '', within?.path ?? '')
    const oldId = await readSubvolumeId(place, {})
    subvolumes.push({
      subvolume: folder,
      title: areaTitles.get(folder) ?? place,
      areas: taken.areas,
      path: place,
      ...(within === undefined ? {} : { within }),
      root: around?.path ?? place,
      name: (await resolveSubvolume(oldId, place, {})) ?? '',
      oldId,
      oldUuid: (await showSubvolume(place, {})).uuid,
      snapshotUuid: (await showSubvolume(snapshotPath(disk.state, set.id, folder), {})).uuid,
    })
  }
  return {
    version: 1,
    operationId: `op${++count}`,
    setId: set.id,
    setAt: set.at,
    when,
    askedAt: new Date().toISOString(),
    subvolumes: [...nestSubvolumes(subvolumes)],
    after: ledgerMark(disk.state),
    syncthing: [],
  }
}

export function write(place: string, text: string): void {
  mkdirSync(path.dirname(place), { recursive: true })
  writeFileSync(place, text)
}

export function read(place: string): string | undefined {
  return existsSync(place) ? readFileSync(place, 'utf8') : undefined
}
