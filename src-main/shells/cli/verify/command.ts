/** `verify --full`: stops it on both laptops when it is interrupted. */
import { calls } from '../../../contract/calls.ts'
import type { CliCommand } from '../commands.ts'
import { exitCodes } from '../exit-codes.ts'
import { followTask } from '../follow-task.ts'
import { verificationLines } from './texts.ts'

export const verifyCommand: CliCommand = async (connection, output) => {
  const verification = await followTask(connection, output, (client) => client.call(calls.verifyFull, {}))
  output.tell({ type: 'verification', verification })
  verificationLines(verification).forEach(output.say)
  return verification.verdict === 'differs' ? exitCodes.differs : exitCodes.done
}
