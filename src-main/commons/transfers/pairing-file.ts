import path from 'node:path'
import { z } from 'zod'

/** The other laptop, as pairing wrote it for the person: for the app, and for the agent, which does not believe it. */
export const pairingSchema = z.object({
  version: z.literal(1),
  peer: z.object({
    name: z.string().min(1),
    /** A name or an address; nothing that ssh could take for an option or a pattern. */
    address: z.string().regex(/^[A-Za-z0-9:.][A-Za-z0-9:.%_-]*$/),
    port: z.number().int().min(1).max(65_535),
  }),
})
export type PeerAddress = z.infer<typeof pairingSchema>['peer']

export function pairingFile(appFolder: string): string {
  return path.join(appFolder, 'pairing.json')
}
