/** `pc-switcher verify --full`: stops it on both laptops when it is interrupted. */
import { calls } from '../../../contract/calls.ts'
import { exitCodes } from '../exit-codes.ts'
import { followTask } from '../follow-task.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { verificationLines } from './texts.ts'

export const verifyCommands: CommandGroup = {
  room: 'switch',
  add: (program, command, does) =>
    command(program, 'verify', 'read everything on both laptops and compare it; changes nothing, and needs no switch')
      .requiredOption('--full', 'read every byte of home files, /etc and images; Ctrl+C stops it on both laptops')
      .action(does(verifyCommand)),
}

const verifyCommand: CliCommand = async (connection, output) => {
  const verification = await followTask(connection, output, (client) => client.call(calls.verifyFull, {}))
  output.tell({ type: 'verification', verification })
  verificationLines(verification).forEach(output.say)
  return verification.verdict === 'differs' ? exitCodes.differs : exitCodes.done
}
