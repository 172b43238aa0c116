/** What the app and an agent say to each other: JSON-RPC over a pair of streams (vscode-jsonrpc 10). */
import { z } from 'zod'
import { agentProgressSchema } from '../contract/define.ts'
import { processIdentitySchema } from '../tools/proc/process-identity.ts'

/** Changes with the messages below, not with the verbs, which are compared by version. */
export const protocolVersion = 3

/** Of every version. */
export const anyHelloSchema = z.object({ protocol: z.number(), version: z.string(), label: z.string() })

export const helloSchema = anyHelloSchema.extend({
  /** SHA-256 of the agent's own code: two agents of one version but different code are different. */
  fingerprint: z.string(),
  /** By which pairing knows its laptop, however that is called (`commons/laptop/on-machine/identity.ts`). */
  name: z.string(),
  hostName: z.string().optional(),
  bootId: z.string(),
  /** Who the agent is on its machine, so that another one can end it when it hangs. */
  process: processIdentitySchema,
  /** Where its machine is on its networks. */
  addresses: z.array(z.string()).default([]),
})
export type Hello = z.infer<typeof helloSchema>

/** Where the one who says hello is, as the agent's machine sees it; nothing that ssh could take for an option. */
export const helloRequestSchema = z.object({
  address: z
    .string()
    .max(100)
    .regex(/^[0-9A-Fa-f:.][0-9A-Za-z:.%]*$/),
})

export const verbRequestSchema = z.object({ name: z.string(), input: z.unknown(), token: z.string() })
export type VerbRequest = z.infer<typeof verbRequestSchema>

export const progressMessageSchema = z.object({ token: z.string(), progress: agentProgressSchema })

export const methods = { hello: 'hello', verb: 'verb', progress: 'progress', ping: 'ping' } as const

/** One message holds at most this; a false Content-Length would otherwise be waited for in memory. */
export const maxMessageBytes = 128 * 1024 * 1024
