/** On the target: what was staged goes into /etc, by the placer alone. */
import { existsSync } from 'node:fs'
import { placeProven } from '../../../commons/placing/on-machine/place-proven.ts'
import { findAbandoned, forgetPlacing } from '../../../commons/placing/on-machine/placing-file.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { AnswerContext } from '../../../machine/machine.ts'
import { clearLeftovers, type PlaceLine } from '../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { etcMessages } from '../messages.ts'
import { isDoorPath } from '../door-files.ts'
import type { NeverList } from '../never-list.ts'
import type { placeEtc as verb } from '../verbs.ts'
import { findHeldBack } from './try-door-files.ts'
import { findFrozenEtc, frozenEtc } from './freeze-etc.ts'
import { readLaptopNames } from './laptop-names.ts'
import { beginTrial, startTrial } from './trial.ts'
import { rememberHeld, sumOf } from './refused.ts'
import { liveEtc, stagedTree, switchesFolder, switchFolder } from './places.ts'

/** Throws before the first line when one of them is never copied, whoever asks. */
export async function placeEtc(
  { switchId, frozenId, lines }: Parsed<typeof verb>,
  never: NeverList,
  context: AnswerContext,
): Promise<Output<typeof verb>> {
  const { stateFolder } = context.host
  const refused = lines.find(({ path }) => never.whyNever(path) !== undefined)
  if (refused !== undefined) throw etcMessages.neverCopied({ path: textFromBytePath(refused.path) })
  const expectedRoot = frozenEtc(stateFolder, frozenId)
  const sourceRoot = stagedTree(stateFolder, switchId)
  const inside: readonly PlaceLine[] = lines.map(({ path, action }) => ({ path: path.slice(1), action }))
  const { signal } = context
  const held = await findHeldBack(
    { root: expectedRoot, staged: sourceRoot, lines: inside, host: context.host },
    { signal },
  )
  const isLaptop = readLaptopNames(context.host)
  rememberHeld(
    stateFolder,
    inside.map(({ path }) => `/${path}`),
    held.flatMap(({ path, why }) => {
      const isToldBefore = why.kind !== 'program' || isDoorPath(`/${path}`)
      return isToldBefore ? [] : [{ path: `/${path}`, sha256: sumOf(sourceRoot, path, isLaptop), why }]
    }),
  )
  const coming = inside.filter(({ path }) => !held.some((one) => one.path === path))
  if (coming.length > 0) await beginTrial(context.host, { switchId, before: frozenId, lines: coming }, { signal })
  const { left, placed, removed } = await placeProven(
    {
      stateFolder,
      switchFolder: switchFolder(stateFolder, switchId),
      scanId: frozenId,
      liveRoot: liveEtc,
      sourceRoot,
      expectedRoot,
      lines: coming,
    },
    context,
  )
  if (coming.length > 0) await startTrial(stateFolder, { signal })
  return {
    placed,
    removed,
    held: held.map(({ path, why }) => ({ path: `/${path}`, why })),
    left: left.map(({ path, why, detail }) => ({ path: `/${path}`, why, ...(detail === undefined ? {} : { detail }) })),
  }
}

/** What runs that were killed left in /etc, not yet in its place. */
export async function clearAbandoned(stateFolder: string, options: RunOptions): Promise<void> {
  for (const { switchFolder: folder, switchId, placing } of findAbandoned(switchesFolder(stateFolder))) {
    const { id, scanId, lines } = placing
    const sourceRoot = stagedTree(stateFolder, switchId)
    const expectedRoot = findFrozenEtc(stateFolder, scanId)
    if (existsSync(sourceRoot))
      await clearLeftovers({ id, liveRoot: liveEtc, sourceRoot, expectedRoot, lines }, options)
    forgetPlacing(folder)
  }
}
