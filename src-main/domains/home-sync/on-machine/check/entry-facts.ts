/** What find says of a file (tools/find/find.ts), asked of one path: the same text for the same thing. */
import { readlinkSync, type BigIntStats } from 'node:fs'
import type { Accounts } from '../../../../tools/accounts/accounts.ts'
import { formatSeconds } from '../../../../tools/files/format-seconds.ts'
import { atParent } from '../../../../tools/files/safe-path.ts'
import { bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import { exchangeBytes, formatShared } from '../../inventory/inventory-entry.ts'

const typeLetters: Readonly<Record<number, string>> = {
  0o100000: 'f',
  0o040000: 'd',
  0o120000: 'l',
  0o010000: 'p',
  0o140000: 's',
  0o060000: 'b',
  0o020000: 'c',
}

/** A letter as in `find -type`, of a mode as stat(2) has it. */
export function letterOfMode(mode: number): string {
  return typeLetters[mode & 0o170000] ?? '?'
}

/** Type, mode, owner by name, size, time and target; how it is linked is not in it. Folders have no time here. */
export function factsOf(root: string, path: BytePath, stat: BigIntStats, accounts: Accounts): string {
  const type = letterOfMode(Number(stat.mode))
  return formatShared({
    type,
    mode: (stat.mode & 0o7777n).toString(8),
    user: bytePathFromText(accounts.userName(Number(stat.uid))),
    group: bytePathFromText(accounts.groupName(Number(stat.gid))),
    size: type === 'f' || type === 'l' ? Number(stat.size) : 0,
    mtime: type === 'd' ? '' : secondsOf(stat.mtimeNs),
    leader: '',
    target: type === 'l' ? exchangeBytes(targetOf(root, path)) : '',
  })
}

/** "1795161720.5120669490": find prints one digit more than there is. */
export function secondsOf(nanoseconds: bigint): string {
  return `${formatSeconds(nanoseconds)}0`
}

function targetOf(root: string, path: BytePath): string {
  return atParent(root, path, (leaf) => readlinkSync(leaf, { encoding: 'buffer' }).toString('latin1')) ?? ''
}
