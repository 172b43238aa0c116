/** `pc-switcher kept`: what each laptop keeps for itself. */
import { calls } from '../../../contract/calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { fromApp } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { rulesElsewhere, storedElsewhere } from '../texts.ts'
import * as texts from './texts.ts'

export const keptCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does) {
    const kept = program.command('kept').description('show what each laptop keeps for itself, such as VM images')
    command(kept, 'list', 'list what is left alone and not asked about').action(does(listKeptCommand))
    command(kept, 'forget <name>', 'remove such a rule; you are asked again').action((name: string) =>
      does(forgetKeptCommand(name))(),
    )
  },
  completes: {
    'kept forget name': fromApp(async (client) => {
      const { kinds } = await client.call(calls.keptList, {})
      return kinds.flatMap(({ what, names }) => names.map((word) => ({ word, about: what })))
    }),
  },
}

const listKeptCommand: CliCommand = async ({ client }, output) => {
  const listed = await client.call(calls.keptList, {})
  output.tell({ type: 'kept', ...listed })
  const lines = listed.kinds.flatMap(({ what, names }) => names.map((name) => texts.keptLine(what, name)))
  if (lines.length === 0) output.say(texts.none)
  lines.forEach(output.say)
  rulesElsewhere(listed).forEach(output.say)
  return exitCodes.done
}

function forgetKeptCommand(name: string): CliCommand {
  return async ({ client }, output) => {
    const { kinds } = await client.call(calls.keptList, {})
    const found = kinds.find(({ names }) => names.includes(name))
    if (found === undefined) throw new AppError({ code: 'not-found', ...texts.noSuchRule(name) })
    const left = await client.call(calls.keptForget, { kind: found.kind, name })
    output.tell({ type: 'kept', ...left })
    output.say(texts.forgotten(name))
    storedElsewhere(left).forEach(output.say)
    return exitCodes.done
  }
}
