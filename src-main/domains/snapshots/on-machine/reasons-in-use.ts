/** Why a set is needed now: what runs or waits, what is mounted, what is being sent. */
import { statSync } from 'node:fs'
import path from 'node:path'
import type { AllInAgent, WhyInUse } from '../../../commons/capability/agent-capability.ts'
import { readLedgerFile } from '../../../commons/ledger/on-machine/ledger-file.ts'
import { readLock } from '../../../commons/ledger/on-machine/lock-file.ts'
import { readHolds, type Hold } from '../../../commons/snapshot-sets/on-machine/holds.ts'
import { setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { toMessage } from '../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { findSendingDevices } from '../../../tools/btrfs/btrfs-senders.ts'
import { findOwnMount, readMountNamespaces } from '../../../tools/proc/mountinfo.ts'
import type { SortedSnapshots } from './sets/own-snapshots.ts'
import { snapshotsMessages } from '../messages.ts'

export type ReasonsInUse = WhyInUse

/** Reasons of capabilities, read each time. */
export type AllReasonsInUse = AllInAgent['inUse']

/** The state of this moment. If holds or switches cannot be read, every set is in use. */
export function readReasonsInUse(
  stateFolder: string,
  own: SortedSnapshots['own'],
  inUse?: AllReasonsInUse,
): ReasonsInUse {
  const claims = [switchClaim(stateFolder), holdClaim(stateFolder), mountClaim(stateFolder, own)]
  return firstOf(inUse === undefined ? claims : [...claims, inUse(stateFolder)])
}

/** For one that is about to be deleted also whether it is being sent, for which every process has to be looked at. */
export function readLastReasonsInUse(
  stateFolder: string,
  own: SortedSnapshots['own'],
  inUse: AllReasonsInUse,
): ReasonsInUse {
  return firstOf([readReasonsInUse(stateFolder, own, inUse), sendClaim(stateFolder)])
}

function firstOf(reasonsInUse: readonly ReasonsInUse[]): ReasonsInUse {
  return (set) => {
    for (const claim of reasonsInUse) {
      const why = claim(set)
      if (why !== undefined) return why
    }
    return undefined
  }
}

function switchClaim(stateFolder: string): ReasonsInUse {
  const { known, open, lock } = readSwitches(stateFolder)
  if (!known) return () => snapshotsMessages.neededUnknown({})
  return ({ content }) => {
    if (content.kind !== 'described') return undefined
    const { switchId } = content.description
    if (lock?.id === switchId) return snapshotsMessages.neededByWork({})
    if (open?.switchId === switchId) return snapshotsMessages.neededBySwitch({ from: open.from, to: open.to })
    return undefined
  }
}

function readSwitches(stateFolder: string) {
  try {
    const found = readLock(stateFolder)
    return {
      known: true,
      open: readLedgerFile(stateFolder).open,
      lock: found?.alive === true ? found.lock : undefined,
    }
  } catch {
    // Reported where it is read. Here it only means that nothing may be deleted.
    return { known: false, open: undefined, lock: undefined }
  }
}

function holdClaim(stateFolder: string): ReasonsInUse {
  let holds: readonly Hold[]
  try {
    holds = readHolds(stateFolder)
  } catch (thrown) {
    const why = toMessage(thrown)
    return () => why
  }
  return ({ id }) => holds.find(({ setId }) => setId === id)?.why
}

/** By id, whatever name or folder it is mounted under, and in whose namespace. */
function mountClaim(stateFolder: string, own: SortedSnapshots['own']): ReasonsInUse {
  const { device } = findOwnMount(stateFolder)
  const targets = new Map(
    readMountNamespaces()
      .flatMap(({ mounts }) => mounts)
      .flatMap((mount) =>
        mount.device === device && mount.subvolumeId !== undefined ? [[mount.subvolumeId, mount.target] as const] : [],
      ),
  )
  return ({ id, subvolumes }) => {
    for (const subvolume of subvolumes) {
      const target = targets.get(own.get(`${id}/${subvolume}`)?.id ?? Number.NaN)
      if (target !== undefined) return snapshotsMessages.mounted({ target: textFromBytePath(target) })
    }
    return undefined
  }
}

/** The kernel would refuse to delete it, after others of the set are gone already. */
function sendClaim(stateFolder: string): ReasonsInUse {
  const sending = findSendingDevices()
  if (sending.size === 0) return () => undefined
  return ({ id, subvolumes }) => {
    const isSent = subvolumes.some((subvolume) =>
      sending.has(statSync(path.join(setFolder(stateFolder, id), subvolume)).dev),
    )
    return isSent ? snapshotsMessages.beingSent({}) : undefined
  }
}
