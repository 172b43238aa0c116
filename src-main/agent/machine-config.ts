import { readFile } from 'node:fs/promises'
import { machineConfigSchema, type MachineConfig } from '../domains/pairing/machine-config.ts'
import { parseState } from '../kernel/state-text.ts'
import { agentMessages } from './messages.ts'

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
