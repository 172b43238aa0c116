/** `pc-switcher syncthing`: folders of Syncthing that a rollback paused, and which state of them counts. */
import { Argument } from 'commander'
import { calls } from '../../../contract/calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliCommand, CommandGroup, On } from '../program-parts.ts'
import { sayMissing } from '../say-missing.ts'
import * as texts from './texts.ts'

const answers = ['newer', 'this', 'paused'] as const
type Answer = (typeof answers)[number]

export const heldFoldersCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does) {
    command(program, 'syncthing', 'show which folders of Syncthing wait since a rollback, or say which state counts')
      .addArgument(new Argument('[answer]', texts.answerText).choices(answers))
      .option('--on <laptop>', 'where folders wait on both laptops')
      .action((answer: Answer | undefined, { on }: On) =>
        does(answer === undefined ? showCommand : decideCommand(answer, on))(),
      )
  },
}

const showCommand: CliCommand = async ({ client }, output) => {
  const held = await client.call(calls.syncthingHeld, {})
  output.tell({ type: 'syncthing-held', ...held })
  if (held.laptops.length === 0) output.say(texts.nothingWaits)
  held.laptops.flatMap(texts.heldLines).forEach(output.say)
  return sayMissing(held.missing, undefined, output)
}

function decideCommand(choice: Answer, on: string | undefined): CliCommand {
  return async ({ client }, output) => {
    const { laptops } = await client.call(calls.syncthingHeld, {})
    const [one, other] = laptops.filter(({ laptop, label }) => on === undefined || on === laptop || on === label)
    if (one === undefined) throw new AppError({ code: 'not-found', ...texts.noneHeld })
    if (other !== undefined) throw new AppError({ code: 'invalid-input', ...texts.whichLaptop(one, other) })
    const left = await client.call(calls.syncthingDecide, { laptop: one.laptop, choice })
    output.tell({ type: 'syncthing-held', ...left })
    const waiting = left.laptops.find(({ laptop }) => laptop === one.laptop)
    if (waiting?.choice !== undefined) output.say(texts.goesOn(waiting))
    else output.say(texts.done(one, choice))
    if (waiting !== undefined && waiting.choice === undefined) texts.heldLines(waiting).forEach(output.say)
    return exitCodes.done
  }
}
