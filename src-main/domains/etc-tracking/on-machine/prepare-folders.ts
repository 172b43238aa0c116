import { chmod, chown, lstat, mkdir } from 'node:fs/promises'
import type { AppError } from '../../../kernel/app-error.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { readAccounts } from '../../../tools/accounts/accounts.ts'
import type { NeverList } from '../never-list.ts'
import { etcMessages } from '../messages.ts'

interface Folder {
  readonly path: BytePath
  readonly mode: string
  readonly owner: string
  readonly group: string
}

/** Outer ones first. What is there already stays as it is; an owner that is not known here becomes root. */
export async function prepareFolders(folders: readonly Folder[], never: NeverList): Promise<void> {
  const accounts = readAccounts()
  for (const { path, mode, owner, group } of [...folders].sort((one, other) => one.path.length - other.path.length)) {
    if (never.whyNever(path) !== undefined) throw refused(path)
    const place = bufferFromBytePath(`/etc${path}`)
    const exists = await lstat(place).then(
      () => true,
      () => false,
    )
    if (exists) continue
    await mkdir(place, { mode: 0o700 })
    await chown(place, accounts.users.get(owner) ?? 0, accounts.groups.get(group) ?? 0)
    await chmod(place, Number.parseInt(mode, 8))
  }
}

function refused(path: BytePath): AppError {
  return etcMessages.neverCopied({ path: textFromBytePath(path) })
}
