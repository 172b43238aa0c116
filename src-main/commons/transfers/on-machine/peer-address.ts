import path from 'node:path'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { bytesOf, readForeign } from '../../../tools/files/foreign-file.ts'
import { hostKeysOf } from '../known-hosts.ts'
import { transfersMessages } from '../messages.ts'
import { pairingFile, pairingSchema, type PeerAddress } from '../pairing-file.ts'

const maxBytes = 65_536

/**
 * The other laptop, from the person's pairing.json. Read as data, without following links, up to a small size. Who asks
 * from there says where it is now; that it is the right one its key proves.
 */
export function readPeerAddress({
  appFolder,
  callerAddress,
}: Pick<HostContext, 'appFolder' | 'callerAddress'>): PeerAddress {
  const file = pairingFile(appFolder)
  try {
    const { peer } = pairingSchema.parse(JSON.parse(readSmallFile(file)))
    return { ...peer, address: callerAddress?.() ?? peer.address }
  } catch (cause) {
    throw transfersMessages.noAddress({}, { details: file, cause })
  }
}

/** Key blobs of the other laptop, base64; read as its address is. */
export function readPeerKeys({ appFolder }: Pick<HostContext, 'appFolder'>): readonly string[] {
  const file = path.join(appFolder, 'known_hosts')
  try {
    return hostKeysOf(readSmallFile(file))
  } catch (cause) {
    throw transfersMessages.noAddress({}, { details: file, cause })
  }
}

function readSmallFile(file: string): string {
  const bytes = bytesOf(readForeign(path.dirname(file), bytePathFromText(path.basename(file)), maxBytes))
  if (bytes === undefined) throw new Error('not a file')
  return bytes.toString('utf8')
}
