import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { transfersMessages } from '../messages.ts'

const pairingSchema = z.object({
  version: z.literal(1),
  peer: z.object({
    name: z.string(),
    /** A name or an address; nothing that ssh could take for an option or a pattern. */
    address: z.string().regex(/^[A-Za-z0-9:.][A-Za-z0-9:.%_-]*$/),
    port: z.number().int().min(1).max(65_535),
  }),
})
export type PeerAddress = z.infer<typeof pairingSchema>['peer']

const maxBytes = 65_536

/** The other laptop, from the person's pairing.json: read as data, through no link, and never more than a little. */
export async function readPeerAddress(appFolder: string): Promise<PeerAddress> {
  const file = path.join(appFolder, 'pairing.json')
  try {
    return pairingSchema.parse(JSON.parse(await readSmallFile(file))).peer
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
