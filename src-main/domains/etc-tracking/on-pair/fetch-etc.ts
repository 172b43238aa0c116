/**
 * Brings what is to be placed to the laptop that is taken, and has it proven there: each content by its checksum. What did
 * not arrive rightly is fetched again. Nothing in /etc changes.
 */
import { AppError } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { SyncSession } from '../../../commons/syncthing/on-pair/sync-session.ts'
import type { Pair, RunContext } from '../../../switch/step.ts'
import type { ManifestEntry } from '../manifest.ts'
import { offerEtc, stageEtc } from '../verbs.ts'
import * as texts from './texts.ts'

const triesAtMost = 3

export interface EtcFetch {
  readonly pair: Pair
  readonly session: SyncSession
  readonly context: RunContext
  /** The frozen tree of the laptop that is left, and what is read from it. */
  readonly frozenId: string
  readonly paths: readonly BytePath[]
}

/** Throws AppError "sync-failed" with the names of files that never arrived rightly. */
export async function fetchEtc({ pair, session, context, frozenId, paths }: EtcFetch): Promise<void> {
  const { switchId, signal, report } = context
  let anew: readonly string[] = []
  for (let tries = 1; ; tries += 1) {
    const offer = { frozenId, paths: [...paths], anew: [...anew] }
    const { manifest, changed } = await pair.from.call(offerEtc, offer, { signal })
    if (manifest.some(({ kind }) => kind === 'file'))
      await session.carry(pair, { folder: 'etc', names: changed, wrong: anew, onProgress: report, signal })
    const { wrong } = await pair.to.call(stageEtc, { switchId, manifest }, { signal })
    if (wrong.length === 0) return
    const names = namesOf(manifest, wrong)
    context.logger.log('warn', 'not what was sent', { names, tries })
    if (tries === triesAtMost) throw notArrived(names, pair)
    anew = wrong
  }
}

function namesOf(manifest: readonly ManifestEntry[], wrong: readonly string[]): readonly string[] {
  return manifest.flatMap((entry) =>
    entry.kind === 'file' && wrong.includes(entry.sha256) ? [`/etc${textFromBytePath(entry.path)}`] : [],
  )
}

function notArrived(names: readonly string[], { to }: Pair): AppError {
  return new AppError({
    code: 'sync-failed',
    ...texts.notArrived(names.length, to.label),
    details: names.slice(0, 50).join('\n'),
  })
}
