/** `pc-switcher call`: any call of the contract, also those without a command of their own. */
import { z } from 'zod'
import { calls } from '../../../contract/calls.ts'
import type { Call } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { inputNotFitting, inputNotJson, unknownCall } from '../error-texts.ts'
import { exitCodes } from '../exit-codes.ts'
import { printableJson } from '../printable.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'

export const callCommands: CommandGroup = {
  room: 'laptops',
  add: (program, command, does) =>
    command(program, 'call <name> [input]', 'make any call that the app offers, with input as JSON').action(
      (name: string, input?: string) => does(rawCallCommand(name, input ?? '{}'))(),
    ),
  completes: { 'call name': Object.values(calls).map(({ name }) => name), 'call input': [] },
}

export function rawCallCommand(name: string, input: string): CliCommand {
  return async ({ client }, output) => {
    const call = Object.values(calls).find((one) => one.name === name)
    if (call === undefined) {
      const names = Object.values(calls).map((one) => one.name)
      throw new AppError({ code: 'invalid-input', ...unknownCall(name, names) })
    }
    const value: unknown = await client.call(call, inputOf(call, parseInput(input)))
    if (output.json) output.tell({ type: 'value', value })
    else process.stdout.write(`${printableJson(value)}\n`)
    return exitCodes.done
  }
}

/** Also refuses what the call does not know: a name that is mistyped would otherwise be passed over in silence. */
function inputOf<C extends Call>({ input, title }: C, value: unknown): z.output<C['input']> {
  const parsed = (input instanceof z.ZodObject ? input.strict() : input).safeParse(value)
  if (parsed.success) return parsed.data as z.output<C['input']>
  throw new AppError({ code: 'invalid-input', ...inputNotFitting(title), details: z.prettifyError(parsed.error) })
}

function parseInput(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (thrown) {
    throw new AppError({ code: 'invalid-input', ...inputNotJson, details: String(thrown) })
  }
}
