/** Whether a laptop could start from a snapshot of its system: what the boot loader loads has to fit what it finds. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { readDefaultSubvolume } from '../../../../tools/btrfs/btrfs-roots.ts'
import { readFstab } from '../../../../tools/mounts/fstab.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { checkFstab, type Mounted, type Refusal } from './check-fstab.ts'

/** The unit that finishes, and for whom pc-switcher works. */
const needed = ['usr/lib/systemd/system/pc-switcher-rollback.service', 'etc/pc-switcher/machine.json'] as const

export interface SystemPlace {
  /** Where the running system is: "/". */
  readonly root: string
  /** Of the snapshot. */
  readonly snapshot: string
  /** Mounted by itself: "/var/lib/pc-switcher". */
  readonly stateMount: string
  readonly commandLine: string
  readonly isContainer: () => Promise<boolean>
}

export interface SystemVerdict {
  readonly refusal: Refusal | undefined
  readonly notes: readonly string[]
}

export async function checkSystem(place: SystemPlace, subvolume: Mounted, options: RunOptions): Promise<SystemVerdict> {
  const notes: string[] = []
  const snapshotFstab = path.join(place.snapshot, 'etc/fstab')
  const entries = existsSync(snapshotFstab) ? await readFstab(snapshotFstab, options) : []
  const refusal =
    assessProduct(place) ??
    checkFstab(entries, subvolume, "the snapshot's /etc/fstab") ??
    (entries.some(({ target }) => target === place.stateMount) ? undefined : lacksState(place.stateMount))
  if (refusal !== undefined) return { refusal, notes }
  if (await place.isContainer()) {
    notes.push('This is a container: it has no boot loader and no kernel of its own, so neither was looked at.')
    return { refusal: undefined, notes }
  }
  return { refusal: (await checkCommandLine(place, subvolume, options)) ?? checkKernel(place), notes }
}

/** What finishes the rollback has to be there afterwards. */
function assessProduct({ snapshot }: SystemPlace): Refusal | undefined {
  if (needed.every((file) => existsSync(path.join(snapshot, file)))) return undefined
  return {
    why: 'In this snapshot pc-switcher is missing, not paired, or older than rolling back: nobody would finish it.',
    hint: 'Choose a later snapshot, or restore single files and folders.',
  }
}

function lacksState(place: string): Refusal {
  return {
    why: `The snapshot's /etc/fstab does not mount ${place}, where pc-switcher keeps the snapshots.`,
    hint: 'Choose a later snapshot, or restore single files and folders.',
  }
}

async function checkCommandLine(
  { commandLine, root }: SystemPlace,
  { oldId }: Mounted,
  options: RunOptions,
): Promise<Refusal | undefined> {
  const flags = /(?:^|\s)rootflags=(\S+)/.exec(commandLine)?.[1] ?? ''
  if (/(^|,)subvolid=/.test(flags))
    return {
      why: 'The boot loader mounts the system by a number, which would go on meaning the old one.',
      hint: 'Have the kernel started with "rootflags=subvol=…" instead of "subvolid=".',
    }
  if ((await readDefaultSubvolume(root, options)) === oldId)
    return {
      why: 'The system is the default subvolume of the disk, which the boot loader goes by; it would go on starting the old one.',
      hint: 'Use the tool that made it so (snapper rollback on openSUSE), or restore single files and folders.',
    }
  if (/(^|,)subvol=/.test(flags)) return undefined
  return {
    why: 'The kernel was not told which subvolume the system is in, so it cannot be told what the next start would take.',
    hint: 'Have the kernel started with "rootflags=subvol=…".',
  }
}

function checkKernel({ root, snapshot }: SystemPlace): Refusal | undefined {
  const boot = path.join(root, 'boot')
  const isInside = existsSync(boot) && statSync(boot).dev === statSync(root).dev
  const newest = newestKernel(isInside ? path.join(snapshot, 'boot') : boot)
  if (newest === undefined)
    return {
      why: `There is no kernel in ${isInside ? "the snapshot's /boot" : '/boot'} that pc-switcher knows by its name.`,
      hint: 'Restore single files and folders instead.',
    }
  const modules = path.join(snapshot, 'usr/lib/modules', newest)
  if (existsSync(path.join(modules, 'modules.dep'))) return undefined
  return {
    why: `The boot loader would start kernel ${newest}, whose modules the snapshot does not have.`,
    hint: isInside
      ? 'The snapshot cannot start by itself. Choose another one.'
      : 'Install the kernel of that time again, or choose a later snapshot: /boot is not part of the system’s subvolume here.',
  }
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
  return readFileSync('/proc/cmdline', 'utf8').trim()
}
