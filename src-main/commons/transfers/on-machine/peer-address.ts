import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { HostContext } from '../../../machine/machine.ts'
import { hostKeysOf } from '../known-hosts.ts'
import { transfersMessages } from '../messages.ts'
import { pairingFile, pairingSchema, type PeerAddress } from '../pairing-file.ts'

const maxBytes = 65_536

/**
 * The other laptop, from the person's pairing.json. Read as data, without following links, up to a small size. Who asks
 * from there says where it is now; that it is the right one its key proves.
 */
export async function readPeerAddress({
  appFolder,
  callerAddress,
}: Pick<HostContext, 'appFolder' | 'callerAddress'>): Promise<PeerAddress> {
  const file = pairingFile(appFolder)
  try {
    const { peer } = pairingSchema.parse(JSON.parse(await readSmallFile(file)))
    return { ...peer, address: callerAddress?.() ?? peer.address }
  } catch (cause) {
    throw transfersMessages.noAddress({}, { details: file, cause })
  }
}

/** Key blobs of the other laptop, base64; read as its address is. */
export async function readPeerKeys({ appFolder }: Pick<HostContext, 'appFolder'>): Promise<readonly string[]> {
  const file = path.join(appFolder, 'known_hosts')
  try {
    return hostKeysOf(await readSmallFile(file))
  } catch (cause) {
    throw transfersMessages.noAddress({}, { details: file, cause })
  }
}

async function readSmallFile(file: string): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    if (!(await handle.stat()).isFile()) throw new Error('not a file')
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(maxBytes), 0, maxBytes, 0)
    return buffer.subarray(0, bytesRead).toString('utf8')
  } finally {
    await handle.close()
  }
}
