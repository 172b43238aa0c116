/**
 * Brings what is to be placed to the laptop that is taken, into a place that nobody but root can reach, and proves it there
 * against the frozen tree that it was taken from. Nothing that the person can see changes.
 */
import { pushFiles } from '../../../../commons/transfers/on-pair/push-files.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import type { Pair, RunContext } from '../../../../switch/step.ts'
import { offerScan, receiveHome } from '../../verbs.ts'
import type { Scans, Trees } from '../compare/read-entries.ts'
import { areDifferent } from '../plan/compare-doubtful.ts'
import * as texts from '../texts.ts'
import type { Lines } from './find-lines.ts'

const triesAtMost = 3

/** AppError "transfer-failed" when something still differs after the third time. */
export async function fetchLines(
  pair: Pair,
  scans: Scans,
  { fetched, seeds }: Lines,
  context: RunContext,
): Promise<void> {
  const { switchId, signal } = context
  await Promise.all([
    pair.from.call(offerScan, { scanId: scans.from.scan.scanId }, { signal }),
    pair.to.call(receiveHome, { switchId, scanId: scans.to.scan.scanId, seeds: [...seeds] }, { signal }),
  ])
  const trees: Trees = {
    from: { machine: pair.from, tree: { kind: 'scan', scanId: scans.from.scan.scanId } },
    to: { machine: pair.to, tree: { kind: 'incoming', switchId } },
  }
  let open: readonly BytePath[] = fetched
  for (let tries = 1; open.length > 0; tries++) {
    if (tries > triesAtMost) throw notFetched(open, pair)
    await pushFiles(pair, { area: 'home', paths: open }, { signal, onProgress: context.report })
    const different = await areDifferent(trees, open, 'everything', { signal })
    open = open.filter((_path, index) => different[index] === true)
    if (open.length > 0) {
      context.logger.log('warn', 'fetched files differ from what was sent', { paths: shown(open) })
    }
  }
}

function notFetched(paths: readonly BytePath[], { to }: Pair): AppError {
  return new AppError({
    code: 'transfer-failed',
    ...texts.notFetched(paths.length, to.label),
    details: shown(paths).join('\n'),
  })
}

function shown(paths: readonly BytePath[]): readonly string[] {
  return paths.slice(0, 20).map(textFromBytePath)
}
