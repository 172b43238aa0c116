/** What the target has of the source already: fetched earlier, proven, and the same file still. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { Output } from '../../../../contract/define.ts'
import type { CallOptions, Machine } from '../../../../machine/machine.ts'
import { changeTimeOf } from '../../inventory/inventory-entry.ts'
import { withoutRacyMark } from '../../inventory/racy-entry.ts'
import { noteFetched, readFetched } from '../../verbs.ts'
import { endlessList } from '../texts.ts'
import type { Scanned } from '../compare/read-entries.ts'
import type { FileToFetch } from './find-lines.ts'

export interface FetchedBefore {
  /** Need neither be sent nor read again. */
  readonly kept: readonly FileToFetch[]
  /** Another file stands there by now. */
  readonly changed: readonly BytePath[]
  readonly unwanted: readonly BytePath[]
}

export async function findFetched(
  machine: Machine,
  files: readonly FileToFetch[],
  options: CallOptions,
): Promise<FetchedBefore> {
  // The first time there is nothing, and a million files are wanted.
  let byPath: ReadonlyMap<BytePath, FileToFetch> | undefined
  const wanted = () => (byPath ??= new Map(files.map((file) => [file.path, file])))
  const kept = new Map<BytePath, FileToFetch>()
  const others: BytePath[] = []
  for await (const { path, identity } of allFetched(machine, options)) {
    const file = wanted().get(path)
    if (file?.identity === identity) kept.set(path, file)
    else others.push(path)
  }
  return {
    kept: [...kept.values()],
    changed: others.filter((path) => wanted().has(path)),
    unwanted: others.filter((path) => !wanted().has(path)),
  }
}

type Fetched = Output<typeof readFetched>['files'][number]

/** All that came from the other laptop, and is still there as it was proven. */
export async function* allFetched(machine: Machine, options: CallOptions): AsyncGenerator<Fetched> {
  let after: string | undefined
  let pages = 0
  do {
    const page = await machine.call(readFetched, after === undefined ? {} : { after }, options)
    yield* page.files
    after = laterPage(after, page.next)
    pages += 1
    if (pages > mostPages) throw endless()
  } while (after !== undefined)
}

/** Of 5,000 files each. */
const mostPages = 10_000

/** Pages have an order, so that a laptop which names them for ever or in a circle is not asked for ever. */
function laterPage(after: string | undefined, next: string | undefined): string | undefined {
  if (after !== undefined && next !== undefined && next <= after) throw endless()
  return next
}

function endless(): AppError {
  return new AppError({ code: 'unreadable-answer', ...endlessList })
}

/** The clock of a file system ticks every few milliseconds: what was written twice in one tick looks the same. */
const settledSeconds = 2
const filesAtOnce = 5_000

/** After they were proven. Files that were written while the tree was frozen may have other contents by now, and look the same. */
export async function recordFetched(
  to: Machine,
  {
    files,
    from,
    switchId,
  }: { readonly files: readonly FileToFetch[]; readonly from: Scanned; readonly switchId: string },
  options: CallOptions,
): Promise<void> {
  const frozen = Date.parse(from.scan.at) / 1_000
  const settled = files.filter(({ identity }) => changedAt(identity) + settledSeconds < frozen)
  for (let at = 0; at < settled.length; at += filesAtOnce) {
    const recorded = settled.slice(at, at + filesAtOnce).map(({ path, identity }) => ({ path, identity }))
    await to.call(noteFetched, { switchId, files: recorded }, options)
  }
}

/** Seconds since 1970, by the clock of the laptop that it is the record of. */
function changedAt(identity: string): number {
  return Number(changeTimeOf(withoutRacyMark({ local: identity })))
}
