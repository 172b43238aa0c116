import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { parseState } from '../kernel/state-text.ts'
import { agentMessages } from './messages.ts'

/** /etc/pc-switcher/machine.json, root's: whom this machine's agent works for. Written while pairing. */
export const machineConfigSchema = z.object({
  version: z.literal(1),
  person: z.string().regex(/^[a-z_][a-z0-9_-]*$/),
  peer: z.string().min(1),
})
export type MachineConfig = z.infer<typeof machineConfigSchema>

export async function readMachineConfig(path: string): Promise<MachineConfig> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw agentMessages.notPaired({}, { details: path, cause })
  })
  return parseState(
    {
      path,
      schema: machineConfigSchema,
      without: agentMessages.pairAgain({}),
      code: 'invalid-configuration',
    },
    text,
  )
}
