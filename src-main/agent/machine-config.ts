import { machineConfigSchema, type MachineConfig } from '../domains/pairing/machine-config.ts'
import { parseState } from '../kernel/state-text.ts'
import { readOwnText } from '../tools/files/own-file.ts'
import { agentMessages } from './messages.ts'

export function readMachineConfig(path: string): MachineConfig {
  return parseState(
    {
      path,
      schema: machineConfigSchema,
      without: agentMessages.pairAgain({}),
      code: 'invalid-configuration',
    },
    readConfig(path),
  )
}

function readConfig(path: string): string {
  try {
    return readOwnText(path)
  } catch (cause) {
    throw agentMessages.notPaired({}, { details: path, cause })
  }
}
