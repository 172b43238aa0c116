import { emptyMirror } from '../../../commons/syncthing/on-machine/mirror.ts'
import type { Output } from '../../../contract/define.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { commitWithEtckeeper } from '../../../tools/etckeeper.ts'
import { readImmutable } from '../../../tools/files/lsattr.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { runLocaleGen } from '../../../tools/locale-gen.ts'
import { reloadUnitFiles } from '../../../tools/systemd/systemctl-units.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { etcMessages } from '../messages.ts'
import type { NeverList } from '../never-list.ts'
import * as verbs from '../verbs.ts'
import { createEtcMemory, type EtcMemory } from './etc-memory.ts'
import { freezeEtc, frozenEtc, thawEtc } from './freeze-etc.ts'
import { readEtc } from './inspect-etc.ts'
import { etcLastEqual } from './last-equal.ts'
import { lookAtFile, markLines } from './look.ts'
import { offerEtc } from './offer.ts'
import { clearAbandoned, placeEtc } from './place.ts'
import { forgetFetched, placedHere } from './placed.ts'
import { etcMirror, liveEtc, stagedTree } from './places.ts'
import { readRefused } from './refused.ts'
import { stageEtc } from './stage.ts'
import { endTrial, takeBack } from './trial.ts'
import { readDoorFiles, tryDoorFiles } from './try-door-files.ts'

export function createEtcAnswers(never: NeverList): readonly Answer[] {
  const memory = createEtcMemory(() => systemClock.nowMs())
  return [
    ...lookingAnswers(never, memory),
    ...carryingAnswers(never, memory),
    answerRemember,
    answerReload,
    answerLocales,
    answerCommit,
  ]
}

function lookingAnswers(never: NeverList, memory: EtcMemory): readonly Answer[] {
  return [
    answer(verbs.listNeverCopied, () => Promise.resolve({ entries: [...never.entries] })),
    answer(verbs.inspectEtc, ({ anew }, { host, signal }) => {
      if (anew) memory.forgetAll()
      return inspect(liveEtc, { never, memory }, host, { signal })
    }),
    answer(verbs.findProtectedEtc, async ({ paths }, { signal }) => {
      const found = await readImmutable({ root: liveEtc, paths: paths.map((path) => path.slice(1)) }, { signal })
      return { paths: found.map((path) => `/${path}`) }
    }),
    answer(verbs.listRefusedEtc, (_input, { host }) => Promise.resolve({ files: [...readRefused(host.stateFolder)] })),
    answer(verbs.readDoorFiles, ({ paths }) => Promise.resolve({ files: readDoorFiles(paths, never) })),
    answer(verbs.tryDoorFiles, async ({ files }, { host, signal }) => {
      const refused = files.find(({ path }) => never.whyNever(path) !== undefined)
      if (refused !== undefined) throw etcMessages.neverCopied({ path: textFromBytePath(refused.path) })
      const held = await tryDoorFiles(files, host, { signal })
      return { held: held.map(({ path, why }) => ({ path: `/${path}`, why })) }
    }),
    answer(verbs.markEtcLines, async ({ paths }) =>
      Promise.resolve({ marks: paths.map((path) => markLines(path, never)) }),
    ),
    answer(verbs.lookAtEtcFile, async ({ path }) => Promise.resolve(lookAtFile(path, never))),
  ]
}

function carryingAnswers(never: NeverList, memory: EtcMemory): readonly Answer[] {
  return [
    answer(verbs.freezeEtc, async ({ switchId }, { host, signal }) => {
      const { stateFolder } = host
      await clearAbandoned(stateFolder, { signal })
      // It was broken off before anybody could try it.
      await takeBack(host, { isBlamed: false }, { signal })
      const { frozenId, root } = await freezeEtc(stateFolder, { signal })
      const inspection = await inspect(root, { never, memory }, host, { signal })
      return { frozenId, inspection, placed: placedHere(stateFolder, switchId, root) }
    }),
    answer(verbs.offerEtc, ({ frozenId, paths, anew }, { host, signal }) => {
      const root = frozenEtc(host.stateFolder, frozenId)
      return offerEtc({ root, mirror: etcMirror(host.stateFolder), paths, anew }, never, { signal })
    }),
    answer(verbs.stageEtc, async ({ switchId, manifest }, { host, signal }) => {
      const [mirror, staged] = [etcMirror(host.stateFolder), stagedTree(host.stateFolder, switchId)]
      return { wrong: [...(await stageEtc({ mirror, staged, manifest }, never, { signal }))] }
    }),
    answer(verbs.keepPlacedEtc, async (_input, { host, signal }) => ({
      kept: await endTrial(host.stateFolder, { signal }),
    })),
    answer(verbs.takeBackEtc, async (_input, { host, signal }) => {
      await takeBack(host, { isBlamed: true }, { signal })
      return {}
    }),
    answer(verbs.placeEtc, (input, context) => placeEtc(input, never, context)),
  ]
}

async function inspect(
  root: string,
  { never, memory }: { readonly never: NeverList; readonly memory: EtcMemory },
  { stateFolder }: Pick<HostContext, 'stateFolder'>,
  options: RunOptions,
): Promise<Output<typeof verbs.inspectEtc>> {
  const { entries, accounts } = await readEtc(root, never, memory, options)
  return {
    entries: [...entries],
    lastEqual: etcLastEqual.read(stateFolder),
    accounts: { users: [...accounts.users.keys()], groups: [...accounts.groups.keys()] },
  }
}

const answerRemember = answer(verbs.rememberEtc, async ({ switchId, fingerprints }, { host: { stateFolder } }) => {
  etcLastEqual.write(stateFolder, switchId, fingerprints)
  emptyMirror(etcMirror(stateFolder))
  forgetFetched(stateFolder)
  await thawEtc(stateFolder)
  return {}
})

const answerReload = answer(verbs.reloadEtcUnits, async (_input, { signal }) => {
  await reloadUnitFiles({ signal })
  return {}
})

const answerLocales = answer(verbs.generateLocales, async (_input, { signal, host: { logger } }) => {
  try {
    await runLocaleGen({ signal })
    return { isDone: true }
  } catch (error) {
    signal.throwIfAborted()
    logger.log('warn', 'the languages were not generated', { error })
    return { isDone: false }
  }
})

/** The files themselves are in place by then: a history that cannot be written is told, and stops nothing. */
const answerCommit = answer(verbs.commitEtc, async ({ message }, { signal, host: { logger } }) => {
  try {
    return { outcome: await commitWithEtckeeper(message, { signal }) }
  } catch (error) {
    signal.throwIfAborted()
    logger.log('warn', 'the history of /etc was not recorded', { error })
    return { outcome: 'not-recorded' as const }
  }
})
