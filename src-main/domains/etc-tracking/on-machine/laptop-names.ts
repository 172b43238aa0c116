/** What the laptops of this pair are called: by which pairing knows them, and how they are called now. */
import { hostname } from 'node:os'
import { findIdentity } from '../../../commons/laptop/on-machine/identity.ts'
import { readPeerAddress } from '../../../commons/transfers/on-machine/peer-address.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { laptopNames, type IsLaptopName } from '../own-lines.ts'

export type Named = Pick<HostContext, 'stateFolder' | 'appFolder' | 'peer'>

export async function readLaptopNames(host: Named): Promise<IsLaptopName> {
  const own = findIdentity(host.stateFolder)?.name
  const other = await calledNow(host)
  return laptopNames([hostname(), host.peer, own, other].filter((name) => name !== undefined))
}

/** As it said when it last answered. Undefined where that cannot be read: the name that it was paired by stays. */
async function calledNow({ appFolder, peer }: Named): Promise<string | undefined> {
  if (peer === '') return undefined
  return readPeerAddress({ appFolder }).then(
    ({ hostName }) => hostName,
    () => undefined,
  )
}
