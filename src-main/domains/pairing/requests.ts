/**
 * What /usr/lib/pc-switcher/set-up does for a person who has just proven who they are to sudo: one request as JSON on its
 * standard input, one answer on its standard output. What comes in was said by another laptop: everything has a narrow shape.
 */
import { z } from 'zod'
import { agentErrorSchema } from '../../contract/agent-error.ts'

/** hostname(7): letters, digits and dashes, in labels. */
export const hostNameSchema = z
  .string()
  .regex(/^(?=.{1,64}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*$/)

/** RFC 8709: its name and 32 bytes, which are 68 characters of base64 without padding. */
export const appKeySchema = z.string().regex(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}$/)

/** The beginning of each blob is the name of its kind (RFC 4253, 6.6). */
export const hostKeySchema = z
  .string()
  .max(2_000)
  .regex(
    /^(?:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI[A-Za-z0-9+/]{43}|ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTY[A-Za-z0-9+/]+={0,2}|ssh-rsa AAAAB3NzaC1yc2E[A-Za-z0-9+/]+={0,2})$/,
  )

/** A name or an address; nothing that ssh could take for an option or a pattern. */
const addressSchema = z
  .string()
  .max(253)
  .regex(/^[A-Za-z0-9:][A-Za-z0-9:.%_-]*$/)

export const peerSchema = z.strictObject({
  /** By which it is known from now on, however it is called. */
  name: hostNameSchema,
  hostName: hostNameSchema.optional(),
  address: addressSchema,
  port: z.number().int().min(1).max(65_535),
  appKey: appKeySchema,
  hostKeys: z.array(hostKeySchema).min(1).max(8),
})
export type Peer = z.infer<typeof peerSchema>

const personSchema = z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/)

export const setUpRequestSchema = z.discriminatedUnion('kind', [
  /** Makes this package anew from what is installed, to be sent to the other laptop. */
  z.strictObject({ kind: z.literal('pack'), person: personSchema }),
  /** Looks what stands against all that follows; changes nothing. */
  z.strictObject({ kind: z.literal('examine'), person: personSchema }),
  /**
   * Makes the app's folder, key and identity where they are missing, and says what the other laptop has to know. `name`: by which it is
   * known, where it has no identity yet.
   */
  z.strictObject({ kind: z.literal('prepare'), person: personSchema, name: hostNameSchema.optional() }),
  /** Has /home made a subvolume at the next start, where it is a folder of the system. */
  z.strictObject({ kind: z.literal('home'), person: personSchema }),
  z.strictObject({ kind: z.literal('join'), person: personSchema, peer: peerSchema }),
  /** Sets it up without another laptop; joining adds the rest. */
  z.strictObject({ kind: z.literal('alone'), person: personSchema }),
  /** Takes away what the others made. */
  z.strictObject({ kind: z.literal('leave'), person: personSchema }),
])
export type SetUpRequest = z.infer<typeof setUpRequestSchema>

export const packedSchema = z.strictObject({
  kind: z.literal('packed'),
  file: z.string(),
  version: z.string(),
  architecture: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

export type PackedPackage = z.infer<typeof packedSchema>

export const preparedSchema = z.strictObject({
  kind: z.literal('prepared'),
  name: hostNameSchema,
  hostName: hostNameSchema,
  appKey: appKeySchema,
  hostKeys: z.array(hostKeySchema).min(1).max(8),
  sshPort: z.number().int().min(1).max(65_535),
})
export type Prepared = z.infer<typeof preparedSchema>

const examinedSchema = z.strictObject({
  kind: z.literal('examined'),
  /** By which it is known already. */
  name: hostNameSchema.optional(),
  /** All laptops that it remembers switches of, by the names by which they are known. */
  remembers: z.array(z.string().max(64)),
})
export type Examined = z.infer<typeof examinedSchema>

export const setUpAnswerSchema = z.discriminatedUnion('kind', [
  packedSchema,
  examinedSchema,
  preparedSchema,
  z.strictObject({ kind: z.literal('home-agreed') }),
  z.strictObject({ kind: z.literal('joined') }),
  z.strictObject({ kind: z.literal('left'), peer: z.string().optional() }),
  z.strictObject({ kind: z.literal('failed'), error: agentErrorSchema }),
])
export type SetUpAnswer = z.infer<typeof setUpAnswerSchema>
