import path from 'node:path'
import { z } from 'zod'

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
export type PeerAddress = z.infer<typeof pairingSchema>['peer']

export function pairingFile(appFolder: string): string {
  return path.join(appFolder, 'pairing.json')
}
