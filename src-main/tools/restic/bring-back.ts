/** Out of a store of restic's: a whole snapshot, or what is chosen of it. */
import { toolsMessages } from '../messages.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { askRestic, findRestic, saysDamaged, whyNot, type Store } from './run-restic.ts'

/** restic 0.14 tells nothing while it brings back: `onWritten` is told what it has written so far. */
export interface WritingOptions extends RunOptions {
  readonly onWritten?: ((bytes: number) => void) | undefined
}

/** Whether restic is 0.16 or later, which keeps links that point to what is no UTF-8, and holes. False as well where it does not tell. */
export async function isFrom16(options: RunOptions): Promise<boolean> {
  const { stdout } = await run({ title: titles.readStore({}), argv: [findRestic(), 'version'] }, options)
  const [, major = '0', minor = '0'] = /^restic (\d+)\.(\d+)/.exec(stdout) ?? []
  return Number(major) > 0 || Number(minor) >= 16
}

/**
 * A snapshot below `into`, by its absolute paths, or what of it matches one of `patterns`; read again from the disk. AppErrors "not-verified" where its contents are
 * damaged in the store, "disk-full" where `into` is.
 */
export async function bringBackStored(
  store: Store,
  { id, into, patterns = [] }: WantedBack,
  options: WritingOptions,
): Promise<void> {
  const title = titles.bringBackFromStore({})
  const words = ['restore', '--verify', ...(await sparse(options)), '--target', into]
  const included = patterns.flatMap((pattern) => ['--include', pattern])
  const asked = { ...options, exitCodes: [0, 1] }
  const answer = await askRestic(store, title, [...words, ...included, '--', id], asked)
  if (answer.exitCode === 0) return
  const details = { details: answer.stderr.slice(-4_000) }
  if (/no space left/i.test(answer.stderr)) throw toolsMessages.diskFull({ title }, details)
  if (saysDamaged(answer.stderr)) throw toolsMessages.storeDamaged({}, details)
  throw whyNot(title, answer)
}

interface WantedBack {
  readonly id: string
  readonly into: string
  /** All of it where there is none. */
  readonly patterns?: readonly string[]
}

/** Holes come as zeros before 0.16. */
async function sparse(options: RunOptions): Promise<readonly string[]> {
  return (await isFrom16(options)) ? ['--sparse'] : []
}
