import { relativeBytePathSchema } from '../../../contract/path-schemas.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { openTransfer, pushTransfer } from '../verbs.ts'
import * as texts from './texts.ts'

export interface PushRequest {
  /** The id of an area that both agents know. */
  readonly area: string
  /** Byte paths below the area. */
  readonly paths: readonly BytePath[]
  /** Also removes from the receiver those of `paths` that the sender does not have. Default: false. */
  readonly removeMissing?: boolean
}

export interface PushOutcome {
  readonly files: number
  readonly bytes: number
  /** What really went over the connection. */
  readonly sentBytes: number
}

/**
 * Makes exactly these paths on the receiver what they are on the sender, with owners (by number),
 * modes, times, ACLs, xattrs, capabilities, holes and FIFOs. A folder in the list is its own metadata, not its contents;
 * folders that are not in the list are made where they are missing and otherwise left alone. Names that share an inode
 * become hard links of each other if all of them are in one call. Can be repeated. Rejects with "unreachable",
 * "disk-full", "blocked" where it is read-only, "transfer-failed", "ticket-refused", "host-key-changed", "cancelled".
 */
export async function pushFiles(pair: Pair, request: PushRequest, options: CallOptions = {}): Promise<PushOutcome> {
  const { area, removeMissing = false } = request
  if (request.paths.length === 0) return { files: 0, bytes: 0, sentBytes: 0 }
  const wrong = request.paths.find((path) => !relativeBytePathSchema.safeParse(path).success)
  if (wrong !== undefined) throw notBelow(wrong)
  const { ticket } = await pair.to.call(openTransfer, { area, removeMissing }, { signal: options.signal })
  try {
    return await pair.from.call(pushTransfer, { area, removeMissing, paths: [...request.paths], ticket }, options)
  } catch (thrown) {
    throw withName(thrown, pair)
  }
}

function notBelow(path: BytePath): AppError {
  return new AppError({ code: 'invalid-input', ...texts.notBelow(textFromBytePath(path)) })
}

function withName(thrown: unknown, { from, to }: Pair): unknown {
  if (!(thrown instanceof AppError)) return thrown
  const { code, hint, details } = thrown
  const message = texts.failures[code]?.({ from: from.label, to: to.label })
  return message === undefined ? thrown : new AppError({ code, message, hint, details, cause: thrown })
}
