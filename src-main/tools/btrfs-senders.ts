/** btrfs-send(8): which subvolumes a `btrfs send` has open now. The kernel tells nobody; its open folders do. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { ifAlive, runningPids } from './running-processes.ts'

/** Device numbers (stat(2), st_dev), which every subvolume has of its own. */
export function findSendingDevices(): ReadonlySet<number> {
  return new Set(runningPids().filter(isSending).flatMap(openDevices))
}

function isSending(pid: number): boolean {
  const argv = ifAlive(() => readFileSync(`/proc/${pid}/cmdline`, 'latin1'))?.split('\0') ?? []
  return /(^|\/)btrfs$/.test(argv[0] ?? '') && argv.includes('send')
}

function openDevices(pid: number): readonly number[] {
  const descriptors = ifAlive(() => readdirSync(`/proc/${pid}/fd`)) ?? []
  return descriptors.flatMap((descriptor) => ifAlive(() => statSync(`/proc/${pid}/fd/${descriptor}`).dev) ?? [])
}
