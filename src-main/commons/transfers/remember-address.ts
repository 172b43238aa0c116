import { readFile } from 'node:fs/promises'
import { writeDurably } from '../../tools/files/durable-file.ts'
import { addressSchema, mostAddresses, pairingFile, pairingSchema } from './pairing-file.ts'

/**
 * Where the other laptop was found, and where it says that it is besides. Written only where that is news. Throws where
 * pairing.json cannot be read or written.
 */
export async function rememberAddress(appFolder: string, address: string, told: readonly string[]): Promise<void> {
  const path = pairingFile(appFolder)
  const pairing = pairingSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  const { peer } = pairing
  const fit = [...told, peer.address, ...(peer.others ?? [])].filter((one) => addressSchema.safeParse(one).success)
  const others = [...new Set(fit)].filter((one) => one !== address).slice(0, mostAddresses)
  if (peer.address === address && others.join() === peer.others?.join()) return
  writeDurably(path, `${JSON.stringify({ ...pairing, peer: { ...peer, address, others } })}\n`)
}
