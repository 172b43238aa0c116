/** Pairing this laptop with another one, and taking that back. Passwords are for one call alone; nobody keeps them. */
import { z } from 'zod'
import { defineCall } from './define.ts'

/** A password that a person typed. It is for one call alone; nobody keeps it. */
export const passwordSchema = z
  .string()
  .max(1_000)
  .regex(/^[^\0\r\n]*$/)

/** What the person typed; one that is not needed is not used. */
export const passwordsSchema = z.strictObject({
  signIn: passwordSchema.optional(),
  sudoHere: passwordSchema.optional(),
  sudoThere: passwordSchema.optional(),
})
export type Passwords = z.infer<typeof passwordsSchema>

/** The other laptop as it is typed: `[USER@]HOST`, a name, an address or an alias of ~/.ssh/config. */
export const pairingTargetSchema = z.strictObject({
  target: z.string().regex(/^(?:[a-z_][a-z0-9_-]{0,31}@)?[A-Za-z0-9:][A-Za-z0-9:.%_-]{0,252}$/, {
    error: 'a name or an address, with USER@ before it where needed',
  }),
  port: z.number().int().min(1).max(65_535).optional(),
})

const fingerprintSchema = z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/)

/** By what a person can tell that it is their laptop: the key of its sshd. */
export const hostIdentitySchema = z.object({ fingerprint: fingerprintSchema, words: z.array(z.string()).length(6) })
export type HostIdentity = z.infer<typeof hostIdentitySchema>

/** Whoever accepted this fingerprint has compared it. */
const agreedTargetSchema = pairingTargetSchema.extend({ fingerprint: fingerprintSchema, passwords: passwordsSchema })
export type AgreedTarget = z.infer<typeof agreedTargetSchema>

/** Nothing was changed: the call can be made again with that password. */
export const needsPasswordSchema = z.object({
  kind: z.literal('needs-password'),
  for: z.enum(['signIn', 'sudoHere', 'sudoThere']),
  /** Whether one was given, and did not fit. */
  wrong: z.boolean(),
})
export type NeedsPassword = z.infer<typeof needsPasswordSchema>

export const pairingFindingSchema = z.object({
  /** refused: nothing can be set up before this is mended. */
  verdict: z.enum(['refused', 'told']),
  text: z.string(),
  hint: z.string(),
})
export type PairingFinding = z.infer<typeof pairingFindingSchema>

const pairingLaptopSchema = z.object({
  name: z.string(),
  system: z.string(),
  /** Everything that will be set up there, a sentence each. */
  plan: z.array(z.string()),
})

export const inspectedSchema = z.object({
  kind: z.literal('inspected'),
  here: pairingLaptopSchema,
  /** Absent where this one is set up alone. */
  there: pairingLaptopSchema.optional(),
  findings: z.array(pairingFindingSchema),
})
export type InspectedLaptops = z.infer<typeof inspectedSchema>

/** What can be given as the target of a look. */
export const possibleTargetSchema = z.object({
  target: pairingTargetSchema.shape.target,
  /** settings: ~/.ssh/config has it. network: it answers there. */
  from: z.enum(['settings', 'network']),
})
export type PossibleTarget = z.infer<typeof possibleTargetSchema>

export const pairingCalls = {
  /** Laptops that could be the other one: a suggestion, nothing is said to them. Takes a second or two. */
  pairingFind: defineCall({
    name: 'pairing.find',
    title: 'look for other laptops',
    input: z.strictObject({}),
    output: z.array(possibleTargetSchema),
  }),
  /** The key of this laptop's sshd, to be compared on the other one. */
  pairingOwnKey: defineCall({
    name: 'pairing.ownKey',
    title: 'show the key of this laptop',
    input: z.strictObject({}),
    output: z.object({ name: z.string(), identity: hostIdentitySchema }),
  }),
  /** Sends nothing of the person's: connects, reads the host key, and leaves. */
  pairingLook: defineCall({
    name: 'pairing.look',
    title: 'look at the other laptop',
    input: pairingTargetSchema,
    output: z.object({ user: z.string(), address: z.string(), port: z.number(), identity: hostIdentitySchema }),
  }),
  /** Signs in and looks at both laptops; changes nothing. "host-key-changed" when it is not the laptop that was looked at. */
  pairingInspect: defineCall({
    name: 'pairing.inspect',
    title: 'check both laptops before pairing',
    input: agreedTargetSchema,
    output: z.discriminatedUnion('kind', [needsPasswordSchema, inspectedSchema]),
  }),
  /** Sets everything up on both. Broken off anywhere, it can be made again. "blocked" when a finding refuses it. */
  pairingBegin: defineCall({
    name: 'pairing.begin',
    title: 'pair the laptops',
    input: agreedTargetSchema,
    output: z.discriminatedUnion('kind', [
      needsPasswordSchema,
      z.object({ kind: z.literal('paired'), here: z.string(), there: z.string() }),
    ]),
  }),
  /** What would be set up here without another laptop; changes nothing. */
  pairingInspectAlone: defineCall({
    name: 'pairing.inspectAlone',
    title: 'check this laptop before it is set up alone',
    input: z.strictObject({ passwords: passwordsSchema }),
    output: z.discriminatedUnion('kind', [needsPasswordSchema, inspectedSchema]),
  }),
  /** Sets this laptop up without another one, for snapshots and copies: pairing adds the rest later. */
  pairingAlone: defineCall({
    name: 'pairing.alone',
    title: 'set this laptop up alone',
    input: z.strictObject({ passwords: passwordsSchema }),
    output: z.discriminatedUnion('kind', [
      needsPasswordSchema,
      z.object({ kind: z.literal('set-up'), here: z.string() }),
    ]),
  }),
  /** Takes away what pairing made, on both laptops, or on this one alone. */
  pairingLeave: defineCall({
    name: 'pairing.leave',
    title: 'unpair the laptops',
    input: z.strictObject({ onlyHere: z.boolean(), passwords: passwordsSchema }),
    output: z.discriminatedUnion('kind', [
      needsPasswordSchema,
      z.object({ kind: z.literal('unpaired'), laptops: z.array(z.string()) }),
    ]),
  }),
} as const
