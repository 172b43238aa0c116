import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { parseJson } from '../../kernel/parse-json.ts'
import { writeDurably } from '../../tools/files/durable-file.ts'
import { readOwnText } from '../../tools/files/own-file.ts'

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
    /** By which it is known, however it is called. */
    name: z.string().min(1),
    /** What it was called when it last answered. */
    label: z.string().optional(),
    hostName: z.string().optional(),
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

/** Who the other laptop says that it is. That it is the one that was paired its keys have proven. */
interface SaidNames {
  readonly name: string
  readonly label: string
  readonly hostName?: string | undefined
}

/**
 * Where the other laptop was found, where it says that it is besides, and what it is called. Written only where that is news. Throws
 * where pairing.json cannot be read or written.
 */
export function rememberAddress(appFolder: string, address: string, told: readonly string[], said?: SaidNames): void {
  const path = pairingFile(appFolder)
  const pairing = pairingSchema.parse(JSON.parse(readOwnText(path)))
  const { peer } = pairing
  const fit = [...told, peer.address, ...(peer.others ?? [])].filter((one) => addressSchema.safeParse(one).success)
  const others = [...new Set(fit)].filter((one) => one !== address).slice(0, mostAddresses)
  const news = { ...peer, ...said, address, others }
  if (isDeepStrictEqual(news, peer)) return
  writeDurably(path, `${JSON.stringify({ ...pairing, peer: news })}\n`)
}
