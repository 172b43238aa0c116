/** `pc-switcher kept`: what each laptop keeps for itself. */
import { calls } from '../../../contract/calls.ts'
import type { Kept } from '../../../contract/rule.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { AppClient } from '../../../transport/client.ts'
import type { Command } from '../commands.ts'
import { exitCodes } from '../exit-codes.ts'
import { rulesElsewhere, storedElsewhere } from '../texts.ts'
import * as texts from './texts.ts'

export const listKeptCommand: Command = async ({ client }, output) => {
  const listed = await client.call(calls.keptList, {})
  output.tell({ type: 'kept', ...listed })
  if (listed.kept.length === 0) output.say(texts.none)
  listed.kept.map(texts.keptLine).forEach(output.say)
  rulesElsewhere(listed).forEach(output.say)
  return exitCodes.done
}

export function forgetKeptCommand(name: string): Command {
  return async ({ client }, output) => {
    const one = await findKept(client, name)
    const left = await client.call(calls.keptForget, one)
    output.tell({ type: 'kept', ...left })
    output.say(texts.forgotten(one))
    storedElsewhere(left).forEach(output.say)
    return exitCodes.done
  }
}

async function findKept(client: AppClient, wanted: string): Promise<Kept> {
  const { kept } = await client.call(calls.keptList, {})
  const found = kept.find(({ file }) => file === wanted)
  if (found === undefined) throw new AppError({ code: 'not-found', ...texts.noSuchRule(wanted) })
  return found
}
