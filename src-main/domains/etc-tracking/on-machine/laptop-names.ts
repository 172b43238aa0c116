/** What the laptops of this pair are called: by which pairing knows them, and how they are called now. */
import { hostname } from 'node:os'
import { findIdentity } from '../../../commons/laptop/on-machine/identity.ts'
import { readPeerAddress } from '../../../commons/transfers/on-machine/peer-address.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { laptopNames, type IsLaptopName } from '../own-lines.ts'

export type Named = Pick<HostContext, 'stateFolder' | 'appFolder' | 'peer'>

export function readLaptopNames(host: Named): IsLaptopName {
  const own = findIdentity(host.stateFolder)?.name
  const other = calledNow(host)
  return laptopNames([hostname(), host.peer, own, other].filter((name) => name !== undefined))
}

/** As it said when it last answered. Undefined where that cannot be read: the name that it was paired by stays. */
function calledNow({ appFolder, peer }: Named): string | undefined {
  if (peer === '') return undefined
  try {
    return readPeerAddress({ appFolder }).hostName
  } catch {
    return undefined
  }
}
