/** Laptops that did not answer, where both are listed: the list of the others is worth having, unless that laptop alone was asked for. */
import { fromWireError, type WireError } from '../../contract/wire-error.ts'
import { exitCodes } from './exit-codes.ts'
import type { CliOutput } from './output.ts'

interface Missing {
  readonly laptop: string
  readonly error: WireError
}

export function sayMissing(
  missing: readonly Missing[],
  on: string | undefined,
  { say }: Pick<CliOutput, 'say'>,
): number {
  const [first] = missing
  if (first !== undefined && on !== undefined) throw fromWireError(first.error)
  for (const { laptop, error } of missing) say(`${laptop}: ${error.message}`)
  return exitCodes.done
}
