import type { Output } from '../../../contract/define.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { scanHostKeys } from '../../../tools/ssh/ssh-keyscan.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { knockAtPeer } from '../verbs.ts'
import { readPeerAddress, readPeerKeys } from './peer-address.ts'

export async function knock(
  host: Pick<HostContext, 'appFolder' | 'callerAddress'>,
  options: RunOptions,
): Promise<Output<typeof knockAtPeer>> {
  const { address, port } = await readPeerAddress(host)
  const known = await readPeerKeys(host)
  const shown = await scanHostKeys({ address, port }, options)
  const kind = shown.some((key) => known.includes(key)) ? 'reached' : shown.length === 0 ? 'silent' : 'other-keys'
  return { kind, address, port }
}
