/** What the app and an agent say to each other: JSON-RPC over a pair of streams (vscode-jsonrpc 10). */
import { z } from 'zod'
import { agentProgressSchema } from '../contract/define.ts'

/** Changes with the messages below, not with the verbs, which are compared by version. */
export const protocolVersion = 2

export const helloSchema = z.object({
  protocol: z.number(),
  version: z.string(),
  /** SHA-256 of the agent's own code: two agents of one version but different code are different. */
  fingerprint: z.string(),
  name: z.string(),
  label: z.string(),
  bootId: z.string(),
})
export type Hello = z.infer<typeof helloSchema>

export const verbRequestSchema = z.object({ name: z.string(), input: z.unknown(), token: z.string() })
export type VerbRequest = z.infer<typeof verbRequestSchema>

export const progressMessageSchema = z.object({ token: z.string(), progress: agentProgressSchema })

export const methods = { hello: 'hello', verb: 'verb', progress: 'progress' } as const

/** One message holds at most this; a false Content-Length would otherwise be waited for in memory. */
export const maxMessageBytes = 128 * 1024 * 1024
