/** Names of owners by their numbers, as find tells them: by the files, and by a directory service for what these do not know. */
import { bytePathFromText } from '../../../../kernel/byte-path.ts'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import { accountNames } from '../../../../tools/accounts/getent.ts'
import type { RunOptions } from '../../../../tools/run.ts'

export interface OwnerNames {
  /** In bytes, like a path; the number where no name is known. */
  readonly user: (uid: number) => string
  readonly group: (gid: number) => string
  /** Asks about the numbers that were not known so far, all at once. True when some of them have names now. */
  readonly findUnknown: (options: RunOptions) => Promise<boolean>
}

export function createOwnerNames(): OwnerNames {
  const { userName, groupName } = readAccounts()
  const [users, groups] = [createNames('passwd', userName), createNames('group', groupName)]
  return {
    user: users.name,
    group: groups.name,
    async findUnknown(options) {
      const found = await Promise.all([users.findUnknown(options), groups.findUnknown(options)])
      return found.some(Boolean)
    },
  }
}

function createNames(database: 'passwd' | 'group', inFiles: (number: number) => string) {
  const names = new Map<number, string>()
  const unknown = new Set<number>()
  return {
    name: (number: number): string => {
      const known = names.get(number)
      if (known !== undefined) return known
      const name = inFiles(number)
      if (name === String(number)) unknown.add(number)
      names.set(number, bytePathFromText(name))
      return names.get(number) ?? name
    },
    findUnknown: async (options: RunOptions): Promise<boolean> => {
      const found = await accountNames(database, [...unknown], options)
      unknown.clear()
      for (const [number, name] of found) names.set(number, bytePathFromText(name))
      return found.size > 0
    },
  }
}
