/** btrfs-send(8): which subvolumes a `btrfs send` has open now. The kernel tells nobody; its open folders do. */
import { readdirSync, readFileSync, statSync } from 'node:fs'

/** Device numbers (stat(2), st_dev), which every subvolume has of its own. */
export function findSendingDevices(): ReadonlySet<number> {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return new Set(pids.filter(isSending).flatMap(openDevices))
}

function isSending(pid: string): boolean {
  const argv = ifThere(() => readFileSync(`/proc/${pid}/cmdline`, 'latin1'))?.split('\0') ?? []
  return /(^|\/)btrfs$/.test(argv[0] ?? '') && argv.includes('send')
}

function openDevices(pid: string): readonly number[] {
  const descriptors = ifThere(() => readdirSync(`/proc/${pid}/fd`)) ?? []
  return descriptors.flatMap((descriptor) => ifThere(() => statSync(`/proc/${pid}/fd/${descriptor}`).dev) ?? [])
}

const goneCodes = new Set(['ENOENT', 'ESRCH', 'EACCES'])

function ifThere<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && goneCodes.has(error.code))
      return undefined
    throw error
  }
}
