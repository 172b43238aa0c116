/** `pc-switcher why`: the question that is asked above all tabs of What travels. */
import path from 'node:path'
import { calls } from '../../../contract/calls.ts'
import { files } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { whyLines } from './texts.ts'

export const whyCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does) {
    command(
      program,
      'why <thing>',
      'tell why a file, package, setting, machine or container is or is not on the other laptop',
    ).action((thing: string) => does(whyCommand(thing))())
  },
  completes: { 'why thing': files },
}

/** A path is taken from where the person is; a name is looked for everywhere. */
export function whyCommand(thing: string): CliCommand {
  return async ({ client }, output) => {
    const asked = thing.startsWith('~') || !thing.includes('/') ? thing : path.resolve(thing)
    const found = await client.call(calls.whyAsk, { asked })
    output.tell({ type: 'why', asked, ...found })
    whyLines(thing, found).forEach(output.say)
    return found.answers.length === 0 ? exitCodes.failed : exitCodes.done
  }
}
