/** Whether the laptop could start from a snapshot of its system: what the boot loader loads must fit it. */
import { readOwnText } from '../../../../tools/files/own-file.ts'
import type { Message } from '../../../../kernel/message.ts'
import { existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { readDefaultSubvolume } from '../../../../tools/btrfs/btrfs-roots.ts'
import { readFstab, type FstabEntry } from '../../../../tools/mounts/fstab.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { rollbackMessages } from '../../messages.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'

/** The unit that finishes, and for whom pc-switcher works. */
const needed = ['usr/lib/systemd/system/pc-switcher-rollback.service', 'etc/pc-switcher/machine.json'] as const

export interface SystemPlace {
  /** The root of the running system: "/". */
  readonly root: string
  /** Of the snapshot. */
  readonly snapshot: string
  /** Mounted by itself: "/var/lib/pc-switcher". */
  readonly stateMount: string
  readonly commandLine: string
  readonly isContainer: () => Promise<boolean>
}

export interface SystemVerdict {
  readonly refusal: Message | undefined
  readonly notes: readonly Message[]
}

export async function checkSystem(place: SystemPlace, subvolume: Mounted, options: RunOptions): Promise<SystemVerdict> {
  const notes: Message[] = []
  const snapshotFstab = path.join(place.snapshot, 'etc/fstab')
  const entries = existsSync(snapshotFstab) ? await readFstab(snapshotFstab, options) : []
  const refusal =
    assessProduct(place) ??
    checkFstab(entries, subvolume, "the snapshot's /etc/fstab") ??
    (entries.some(({ target }) => target === place.stateMount)
      ? undefined
      : rollbackMessages.snapshotWithoutState({ place: place.stateMount }))
  if (refusal !== undefined) return { refusal, notes }
  if (await place.isContainer()) {
    notes.push(rollbackMessages.inContainer({}))
    return { refusal: undefined, notes }
  }
  return { refusal: (await checkCommandLine(place, subvolume, options)) ?? checkKernel(place), notes }
}

/** The program that finishes the rollback must be there afterwards. */
function assessProduct({ snapshot }: SystemPlace): Message | undefined {
  if (needed.every((file) => existsSync(path.join(snapshot, file)))) return undefined
  return rollbackMessages.snapshotWithoutProduct({})
}

async function checkCommandLine(
  { commandLine, root }: SystemPlace,
  { oldId }: Mounted,
  options: RunOptions,
): Promise<Message | undefined> {
  const flags = /(?:^|\s)rootflags=(\S+)/.exec(commandLine)?.[1] ?? ''
  if (/(^|,)subvolid=/.test(flags)) return rollbackMessages.bootByNumber({})
  if ((await readDefaultSubvolume(root, options)) === oldId) return rollbackMessages.bootByDefault({})
  if (/(^|,)subvol=/.test(flags)) return undefined
  return rollbackMessages.bootUnknown({})
}

function checkKernel({ root, snapshot }: SystemPlace): Message | undefined {
  const boot = path.join(root, 'boot')
  const isInside = existsSync(boot) && statSync(boot).dev === statSync(root).dev
  const newest = newestKernel(isInside ? path.join(snapshot, 'boot') : boot)
  if (newest === undefined) return rollbackMessages.noKernel({ inSnapshot: isInside })
  const modules = path.join(snapshot, 'usr/lib/modules', newest)
  if (existsSync(path.join(modules, 'modules.dep'))) return undefined
  return rollbackMessages.noModules({ kernel: newest, inSnapshot: isInside })
}

/** The one that boot loaders take by default. */
export function newestKernel(folder: string): string | undefined {
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names
    .flatMap((name) => /^vmlinuz-(\d.*)$/.exec(name)?.[1] ?? [])
    .sort((one, other) => one.localeCompare(other, 'en', { numeric: true }))
    .at(-1)
}

export function readCommandLine(): string {
  return readOwnText('/proc/cmdline').trim()
}

/** Whether the next start would mount the new tree by its name. A subvolid in /etc/fstab would still mean the old one. */
export interface Mounted {
  readonly name: BytePath
  readonly oldId: number
  /** Where the whole subvolume is mounted for everybody. */
  readonly targets: readonly string[]
}

/** Undefined when it would. `file` is the name for the person. */
export function checkFstab(entries: readonly FstabEntry[], subvolume: Mounted, file: string): Message | undefined {
  const name = textFromBytePath(subvolume.name)
  for (const entry of entries.filter(({ fsType }) => fsType === 'btrfs')) {
    const { subvol, subvolid } = wordsOf(entry)
    const isOfSubvolume =
      subvolume.targets.includes(entry.target) || Number(subvolid) === subvolume.oldId || subvol === name
    if (!isOfSubvolume) continue
    const line = { file, target: entry.target, name }
    if (subvolid !== undefined && subvol === undefined) return rollbackMessages.fstabNumber(line)
    if (subvolid !== undefined) return rollbackMessages.fstabNumberAndName(line)
    if (subvol === undefined) return rollbackMessages.fstabDefault(line)
    if (subvol !== name) return rollbackMessages.fstabOther({ file, target: entry.target })
  }
  const unnamed = subvolume.targets.find(
    (target) => target !== '/' && !entries.some((entry) => entry.target === target),
  )
  return unnamed === undefined ? undefined : rollbackMessages.fstabMissing({ file, target: unnamed, name })
}

function wordsOf({ options }: FstabEntry): { readonly subvol?: string; readonly subvolid?: string } {
  const valueOf = (key: string) => options.findLast((word) => word.startsWith(`${key}=`))?.slice(key.length + 1)
  const subvol = valueOf('subvol')?.replace(/^\/+|\/+$/g, '')
  const subvolid = valueOf('subvolid')
  return { ...(subvol === undefined ? {} : { subvol }), ...(subvolid === undefined ? {} : { subvolid }) }
}
