/** For a plan: what is to come crosses as it is, and is looked at where it would stand, before anything is fetched. */
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type HeldBack, findShutting, type ResultingEtc } from '../../../commons/doors/on-machine/hold-back.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { DoorFile } from '../door-files.ts'
import { etcMessages } from '../messages.ts'
import type { NeverList } from '../never-list.ts'
import { findUntried } from './firewalls.ts'
import { readLaptopNames, type Named } from './laptop-names.ts'
import { liveEtc } from './places.ts'
import { contentInside, targetInside } from './read-inside.ts'
import { readRefused, sumOf } from './refused.ts'

/** As they are in /etc now. */
export function readDoorFiles(paths: readonly BytePath[], never: NeverList): DoorFile[] {
  return paths.map((one) => {
    if (never.whyNever(one) !== undefined) throw etcMessages.neverCopied({ path: textFromBytePath(one) })
    return readDoorFile(one)
  })
}

function readDoorFile(one: BytePath): DoorFile {
  const inside = one.slice(1)
  const stat = statInside(liveEtc, inside)
  if (stat === undefined) return { path: one, kind: 'absent' }
  const mode = Number(stat.mode) & 0o7777
  if (stat.isDirectory()) return { path: one, kind: 'folder', mode }
  const target = stat.isSymbolicLink() ? targetInside(liveEtc, inside) : undefined
  if (target !== undefined) return { path: one, kind: 'link', target }
  const content = stat.isFile() ? contentInside(liveEtc, inside) : undefined
  return content === undefined
    ? { path: one, kind: 'absent' }
    : { path: one, kind: 'file', mode, base64: content.toString('base64') }
}

/** Which of them would be held back here. They are made as root's in a private folder, and gone afterwards. */
export async function tryDoorFiles(
  files: readonly DoorFile[],
  host: HostContext,
  options: RunOptions,
): Promise<readonly HeldBack[]> {
  const staged = path.join(host.runFolder, `etc-doors-${randomUUID()}`)
  // Outer folders first.
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1))
  try {
    mkdirSync(staged, { recursive: true, mode: 0o700 })
    for (const file of sorted) make(file, staged)
    const lines = sorted.map(({ path: one, kind }) => {
      return { path: one.slice(1), action: kind === 'absent' ? ('remove' as const) : ('place' as const) }
    })
    return await findHeldBack({ root: liveEtc, staged, lines, host }, options)
  } finally {
    rmSync(staged, { recursive: true, force: true })
  }
}

function make(file: DoorFile, staged: string): void {
  if (file.kind === 'absent') return
  const place = bufferFromBytePath(`${staged}${file.path}`)
  mkdirSync(bufferFromBytePath(`${staged}${path.posix.dirname(file.path)}`), { recursive: true, mode: 0o700 })
  if (file.kind === 'folder') mkdirSync(place, { recursive: true, mode: 0o700 })
  else if (file.kind === 'link') symlinkSync(bufferFromBytePath(file.target), place)
  else writeFileSync(place, Buffer.from(file.base64, 'base64'), { mode: 0o600, flag: 'wx' })
  if (file.kind !== 'link') chmodSync(place, file.mode)
}

interface Coming extends ResultingEtc {
  readonly host: ResultingEtc['host'] & Named
}

/** What would keep the other laptop's account or the person out once it stands in /etc, or make programs fail, is held back. */
export async function findHeldBack(coming: Coming, options: RunOptions): Promise<readonly HeldBack[]> {
  const untried = await findUntried(
    coming.lines.map(({ path: one }) => one),
    options,
  )
  const before = [...refusedOf(coming), ...untried]
  const lines = coming.lines.filter((line) => !before.some(({ path: one }) => one === line.path))
  return [...before, ...(await findShutting({ ...coming, lines }, options))]
}

/** What let nobody in when it was tried, and comes as it was. */
function refusedOf({ staged, lines, host }: Coming): readonly HeldBack[] {
  const refused = readRefused(host.stateFolder).filter(({ why }) => why === undefined)
  const isLaptop = readLaptopNames(host)
  const isRefused = (one: BytePath) =>
    refused.some(({ path: other, sha256 }) => other === `/${one}` && sha256 === sumOf(staged, one, isLaptop))
  return lines.flatMap(({ path: one }) => (isRefused(one) ? [{ path: one, why: { kind: 'tried' } }] : []))
}
