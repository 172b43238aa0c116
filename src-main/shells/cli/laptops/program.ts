/** `pc-switcher address` and `doctor`: whether both laptops find each other, and are set up as they should be. */
import { calls } from '../../../contract/calls.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { doctorLines, foundAt } from '../texts.ts'

export const laptopCommands: CommandGroup = {
  room: 'laptops',
  add(program, command, does) {
    command(
      program,
      'address <address>',
      'look for the other laptop at this address, when it is not found automatically',
    ).action((address: string) => does(addressCommand(address))())
    command(program, 'doctor', 'check the installation on both laptops').action(does(doctorCommand))
  },
  completes: { 'address address': [] },
}

/** Where the other laptop is that was not found by itself. */
function addressCommand(address: string): CliCommand {
  return async ({ client }, output) => {
    const found = await client.call(calls.settingsSetAddress, { address })
    output.tell({ type: 'address', address: found.address })
    output.say(foundAt(found.address))
    return exitCodes.done
  }
}

export const doctorCommand: CliCommand = async ({ client }, output) => {
  const { items } = await client.call(calls.doctor, {})
  output.tell({ type: 'doctor', items })
  items.flatMap(doctorLines).forEach(output.say)
  return items.some((item) => item.verdict === 'failed') ? exitCodes.failed : exitCodes.done
}
