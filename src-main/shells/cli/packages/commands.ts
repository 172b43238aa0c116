/** `pc-switcher packages`: of which packages each laptop keeps its own. */
import { calls } from '../../../contract/calls.ts'
import type { KeptPackage } from '../../../contract/packages-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { AppClient } from '../../../transport/client.ts'
import type { Command } from '../commands.ts'
import { exitCodes } from '../exit-codes.ts'
import * as texts from './texts.ts'

export const keptCommand: Command = async ({ client }, output) => {
  const { packages, file } = await client.call(calls.packagesKept, {})
  output.tell({ type: 'packages-kept', packages, file })
  if (packages.length === 0) output.say(texts.none)
  packages.map(texts.packageLine).forEach(output.say)
  return exitCodes.done
}

/** By name, or by name and architecture as `packages kept` lists them: "docker.io:amd64". */
export function forgetCommand(name: string): Command {
  return async ({ client }, output) => {
    const one = await findKept(client, name)
    const { packages, file } = await client.call(calls.packagesDecide, { ...one, decision: 'forget' })
    output.tell({ type: 'packages-kept', packages, file })
    output.say(texts.forgotten(one))
    return exitCodes.done
  }
}

async function findKept(client: AppClient, wanted: string): Promise<KeptPackage> {
  const { packages } = await client.call(calls.packagesKept, {})
  const found = packages.filter((one) => one.name === wanted || texts.nameOf(one) === wanted)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  if (only === undefined) throw new AppError({ code: 'not-found', ...texts.noSuchRule(wanted) })
  throw new AppError({ code: 'invalid-input', ...texts.severalRules(wanted, found) })
}
