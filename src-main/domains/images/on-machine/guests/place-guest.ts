/** Puts what belongs to a guest into its place, from a folder of its parts, and takes a guest out of libvirt. */
import { closeSync, renameSync } from 'node:fs'
import { chmod, chown, lstat, mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import { readOwn } from '../../../../tools/files/own-file.ts'
import { bytePathFromText } from '../../../../kernel/byte-path.ts'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import { flushFolder, writeFlushed } from '../../../../tools/files/durable-file.ts'
import { exchangeNames } from '../../../../tools/files/exchange-names.ts'
import { removeTrees } from '../../../../tools/files/remove-trees.ts'
import { openFolderInside } from '../../../../tools/files/safe-path.ts'
import { factsOf, missingFacts } from '../../../../tools/guests/domain-xml.ts'
import { parseXml } from '../../../../tools/xml.ts'
import {
  defineGuest,
  forgetSnapshot,
  guestFolders,
  readSnapshots,
  redefineSnapshot,
} from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { imagesMessages } from '../../messages.ts'
import { digestOfParts, readParts, readWrittenParts, snapshotFile, type GuestParts } from './guest-parts.ts'

const newEnding = '.pc-switcher-new'

/** Gives the names of accounts that this laptop does not have; root owns what they owned. */
export async function placeFiles(parts: GuestParts, options: RunOptions): Promise<readonly string[]> {
  const unknown: string[] = []
  const { variables, variablesFile, tpm, tpmFolder, uuid } = parts
  if (variables !== undefined && variablesFile !== undefined) {
    await makeFolder(guestFolders.variables, 0o755)
    unknown.push(...placeVariables(variables, readOwn(variablesFile)))
  }
  if (tpm.length > 0) unknown.push(...(await placeTpm(tpm, [tpmFolder, path.join(guestFolders.tpm, uuid)], options)))
  return unknown
}

/** The folder and the one around it are the account's that QEMU runs as (Debian): nothing there leads root elsewhere. */
function placeVariables(variables: Rights, content: Uint8Array): readonly string[] {
  const descriptor = openFolderInside(guestFolders.all, path.relative(guestFolders.all, guestFolders.variables))
  if (descriptor === undefined) throw imagesMessages.notAFolder({ folder: guestFolders.variables })
  try {
    const folder = `/proc/self/fd/${descriptor}/.`
    const beside = path.join(folder, `.${variables.name}${newEnding}`)
    const unknown = writeAs(beside, content, variables)
    renameSync(beside, path.join(folder, variables.name))
    flushFolder(folder)
    return unknown
  } finally {
    closeSync(descriptor)
  }
}

/** At no instant is it half of each, or missing. Until all is in it, it is root's: swtpm runs as an account of its own. */
async function placeTpm(
  tpm: GuestParts['tpm'],
  [from, place]: readonly [from: string, place: string],
  options: RunOptions,
): Promise<readonly string[]> {
  const fresh = `${place}${newEnding}`
  const unknown: string[] = []
  await makeFolder(guestFolders.tpm, 0o711)
  await removeOld(fresh)
  for (const { path: one, isFolder, ...rights } of tpm) {
    const to = path.join(fresh, one)
    if (isFolder) await mkdir(to, { mode: 0o700 })
    else unknown.push(...writeAs(to, readOwn(path.join(from, one)), rights))
  }
  for (const { path: one, isFolder, ...rights } of tpm.toReversed())
    if (isFolder) unknown.push(...(await giveRights(path.join(fresh, one), rights)))
  if (await exists(place)) await exchangeNames(bytePathFromText(fresh), bytePathFromText(place), options)
  else await rename(fresh, place)
  flushFolder(guestFolders.tpm)
  await removeOld(fresh)
  return unknown
}

/** What is in it may be another account's, which may swap it meanwhile. */
async function removeOld(folder: string): Promise<void> {
  await removeTrees({ folder: path.dirname(folder), names: [bytePathFromText(path.basename(folder))] }, {})
}

/** As libvirt makes it at the first start of such a guest: QEMU and swtpm go through it as accounts of their own. */
async function makeFolder(folder: string, mode: number): Promise<void> {
  if (await exists(folder)) return
  await mkdir(folder, { recursive: true })
  await chmod(folder, mode)
}

type Rights = NonNullable<GuestParts['variables']>

function writeAs(to: string, content: Uint8Array, rights: Omit<Rights, 'name'>): readonly string[] {
  const { uid, gid, unknown } = numbersOf(rights)
  writeFlushed(to, content, rights.mode, { uid, gid })
  return unknown
}

async function giveRights(place: string, rights: Omit<Rights, 'name'>): Promise<readonly string[]> {
  const { uid, gid, unknown } = numbersOf(rights)
  await chown(place, uid, gid)
  await chmod(place, rights.mode)
  return unknown
}

function numbersOf({ owner, group }: Omit<Rights, 'name'>) {
  const accounts = readAccounts()
  const [uid, gid] = [accounts.users.get(owner), accounts.groups.get(group)]
  const unknown = [...(uid === undefined ? [owner] : []), ...(gid === undefined ? [group] : [])]
  return { uid: uid ?? 0, gid: gid ?? 0, unknown }
}

/** Once its disks are in their place. `folder`: of its parts. */
export async function defineFrom(folder: string, { uuid, snapshots, current }: GuestParts, options: RunOptions) {
  await defineGuest(path.join(folder, 'definition.xml'), options)
  // Children first: libvirt keeps a tree of them.
  for (const { name } of (await readSnapshots(uuid, options)).list.toReversed()) {
    await forgetSnapshot(uuid, name, options)
  }
  for (const [number, name] of snapshots.entries()) {
    const file = path.join(folder, snapshotFile(number))
    await redefineSnapshot(uuid, { file, isCurrent: name === current }, options)
  }
}

export interface FoundGuest {
  /** Digest of what is here now. */
  readonly own: string
  /** Places in the definition, names of files and snapshots that are otherwise than they were sent. */
  readonly otherwise: readonly string[]
}

/** Reads a guest that was placed as libvirt and the disk have it now, beside what was sent. */
export async function readBack(folder: string, options: RunOptions): Promise<FoundGuest> {
  const sent = await readWrittenParts(folder)
  const now = await readParts(sent, options)
  const otherwise = [
    ...missingFacts(factsOf(sent.definition), factsOf(now.definition)),
    ...(await otherFiles(sent, now)),
    ...sent.snapshots.filter((name, number) => {
      const found = now.snapshotXmls[now.snapshots.indexOf(name)]
      const wanted = sent.snapshotXmls[number]
      if (found === undefined || wanted === undefined) return true
      return missingFacts(factsOf(parseXml(wanted, 'virsh')), factsOf(parseXml(found, 'virsh'))).length > 0
    }),
    ...now.snapshots.filter((name) => !sent.snapshots.includes(name)),
  ]
  return { own: await digestOfParts(now), otherwise }
}

/** By their digests: the parts without what libvirt writes. */
async function otherFiles(sent: GuestParts, now: GuestParts): Promise<readonly string[]> {
  const filesOf = (parts: GuestParts, kind: 'variables' | 'tpm') =>
    digestOfParts({
      ...parts,
      definition: sent.definition,
      snapshotXmls: [],
      current: undefined,
      ...(kind === 'variables' ? { tpm: [] } : { variables: undefined }),
    })
  const kinds = ['variables', 'tpm'] as const
  const differ = await Promise.all(
    kinds.map(async (kind) => (await filesOf(sent, kind)) !== (await filesOf(now, kind))),
  )
  return kinds.filter((_kind, index) => differ[index])
}

async function exists(place: string): Promise<boolean> {
  return lstat(place).then(
    () => true,
    () => false,
  )
}
