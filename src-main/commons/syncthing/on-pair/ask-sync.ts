import type { Input, Output, Verb } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import { syncSilent } from './texts.ts'

/** Asks a machine's Syncthing; when that does not answer, the error says on which laptop. */
export async function askSync<V extends Verb>(
  machine: Machine,
  verb: V,
  input: Input<V>,
  options: CallOptions,
): Promise<Output<V>> {
  try {
    return await machine.call(verb, input, options)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'syncthing-unavailable') throw thrown
    throw new AppError({
      code: 'syncthing-unavailable',
      ...syncSilent(machine.label),
      details: thrown.details,
      cause: thrown,
    })
  }
}
