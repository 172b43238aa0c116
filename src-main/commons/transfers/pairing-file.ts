import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { parseJson } from '../../kernel/parse-json.ts'
import { writeDurably } from '../../tools/files/durable-file.ts'

/** A name or an address; nothing that ssh could take for an option or a pattern. */
export const addressSchema = z
  .string()
  .max(255)
  .regex(/^[A-Za-z0-9:.][A-Za-z0-9:.%_-]*$/)
/** A laptop has few addresses at a time, and had few before. */
export const mostAddresses = 8

/** The other laptop, as pairing wrote it for the person: for the app, and for the agent, which does not believe it. */
export const pairingSchema = z.object({
  version: z.literal(1),
  peer: z.object({
    name: z.string().min(1),
    /** Where it was last. */
    address: addressSchema,
    /** Where else it was, or says that it is: the likeliest first. */
    others: z.array(addressSchema).max(mostAddresses).optional(),
    port: z.number().int().min(1).max(65_535),
  }),
})
/** The same file on a laptop that was set up without another one. */
export const alonePairing = { version: 1, alone: true } as const
const alonePairingSchema = z.object({ version: z.literal(1), alone: z.literal(true) })

/** `text`: of the file. */
export const isAlonePairing = (text: string): boolean => alonePairingSchema.safeParse(parseJson(text)).success

export type PeerAddress = z.infer<typeof pairingSchema>['peer']

export function pairingFile(appFolder: string): string {
  return path.join(appFolder, 'pairing.json')
}

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
