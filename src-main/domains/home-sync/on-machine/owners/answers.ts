/** What one laptop tells of the accounts that its files name, and of those that the other laptop's files name. */
import type { Parsed } from '../../../../contract/define.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { answer, type Answer } from '../../../../machine/machine.ts'
import { leftOut, pathOfKey, typeOf } from '../../inventory/inventory-entry.ts'
import * as verbs from '../../owner-verbs.ts'
import { entriesThere } from '../scan/find-nocow.ts'
import { existingScan, frozenOfScan } from '../scan/home-folders.ts'
import { findAclAccounts } from './find-acl-accounts.ts'
import { nameOwnersHere } from './number-owners.ts'

const answerNameOwners = answer(verbs.nameOwners, (owners, { signal }) => nameOwnersHere(owners, { signal }))

const answerAclAccounts = answer(verbs.findAclAccounts, async ({ scanId, of }, { host, signal }) => {
  const { root } = frozenOfScan(host.stateFolder, scanId)
  return {
    accounts: await findAclAccounts({ root, paths: pathsOf(existingScan(host.stateFolder, scanId), of) }, { signal }),
  }
})

async function* pathsOf(scan: string, asked: Parsed<typeof verbs.findAclAccounts>['of']): AsyncGenerator<BytePath> {
  if (typeof asked === 'object') {
    yield* asked
    return
  }
  // A link has no access list, and what is left out is not sent.
  for await (const { key, shared } of entriesThere(scan, asked))
    if (shared !== leftOut && typeOf({ shared }) !== 'l') yield pathOfKey(key)
}

export const ownerAnswers: readonly Answer[] = [answerNameOwners, answerAclAccounts]
