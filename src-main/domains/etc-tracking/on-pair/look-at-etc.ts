import type { LookSide } from '../../../contract/look.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { lookAtEtcFile } from '../verbs.ts'
import { pathOfPattern } from './rules-file.ts'

/** Both versions of a file, asked for now and kept nowhere. `path` is text, below /etc: "/sysctl.d/60-dev.conf". */
export async function lookAtEtc(
  { from, to }: Pair,
  path: string,
  options: CallOptions = {},
): Promise<{ readonly from: LookSide; readonly to: LookSide }> {
  const input = { path: bytePathFromText(path) }
  const [left, taken] = await Promise.all([
    from.call(lookAtEtcFile, input, options),
    to.call(lookAtEtcFile, input, options),
  ])
  return { from: left, to: taken }
}

/** Whether a rule for this path, with or without "/etc" before it, is about anything there. Nothing where it cannot be looked at. */
export async function isInEtc(machine: Machine, pattern: string): Promise<{ readonly isThere?: boolean }> {
  const path = bytePathFromText(pathOfPattern(pattern))
  try {
    const { kind } = await machine.call(lookAtEtcFile, { path })
    return { isThere: kind !== 'absent' }
  } catch {
    // A folder, or what is never shown.
    return {}
  }
}
