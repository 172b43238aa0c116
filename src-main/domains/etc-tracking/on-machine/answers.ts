import { createHash } from 'node:crypto'
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'
import type { ChangedEtc } from '../../../commons/etc-effects/effects.ts'
import {
  activeServicesFor,
  effectsToSay,
  serviceEffect,
  takeEffect,
} from '../../../commons/etc-effects/on-machine/take-effect.ts'
import type { HeldBack } from '../../../commons/doors/on-machine/hold-back.ts'
import { readPlaced, isOurs } from '../../../commons/placing/on-machine/placed-file.ts'
import { emptyMirror } from '../../../commons/syncthing/on-machine/mirror.ts'
import type { Output } from '../../../contract/define.ts'
import type { lookSideSchema } from '../../../contract/look.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { isText, textLimitBytes } from '../../../kernel/text-content.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { readAccounts } from '../../../tools/accounts/accounts.ts'
import { commitWithEtckeeper } from '../../../tools/etckeeper.ts'
import { readImmutable } from '../../../tools/files/lsattr.ts'
import { hashBytes } from '../../../tools/files/hash-file.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { etcMessages } from '../messages.ts'
import type { NeverList } from '../never-list.ts'
import * as verbs from '../verbs.ts'
import { createEtcMemory, type EtcMemory, etcLastEqual } from './etc-memory.ts'
import { findUntried } from './firewalls.ts'
import { freezeEtc, frozenEtc, thawEtc } from './freeze-etc.ts'
import { readEtc } from './inspect-etc.ts'
import { readLaptopNames, type Named } from './laptop-names.ts'
import { offerEtc } from './offer.ts'
import { sharedContent, type IsLaptopName } from '../own-lines.ts'
import { clearAbandoned, placeEtc } from './place.ts'
import { etcMirror, liveEtc, stagedTree, switchesFolder, switchFolder } from './places.ts'
import { contentInside, targetInside } from './read-inside.ts'
import { readRefused } from './refused.ts'
import { stageEtc } from './stage.ts'
import { endTrial, takeBack, unitsTriedBy } from './trial.ts'
import { readDoorFiles, tryDoorFiles } from './try-door-files.ts'

export function createEtcAnswers(never: NeverList): readonly Answer[] {
  const memory = createEtcMemory(() => systemClock.nowMs())
  return [
    ...lookingAnswers(never, memory),
    ...carryingAnswers(never, memory),
    answerRemember,
    answerTakeEffect,
    answerListEffects,
    answerCommit,
  ]
}

const rooted = ({ path, why }: HeldBack): HeldBack => ({ path: `/${path}`, why })

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
    answer(verbs.listRefusedEtc, async ({ paths }, { host, signal }) => {
      const inside = paths.map((path) => path.slice(1))
      const untried = await findUntried(inside, { signal })
      return { files: [...readRefused(host.stateFolder)], untried: untried.map(rooted) }
    }),
    answer(verbs.readDoorFiles, ({ paths }) => Promise.resolve({ files: readDoorFiles(paths, never) })),
    answer(verbs.tryDoorFiles, async ({ files }, { host, signal }) => {
      const refused = files.find(({ path }) => never.whyNever(path) !== undefined)
      if (refused !== undefined) throw etcMessages.neverCopied({ path: textFromBytePath(refused.path) })
      const held = await tryDoorFiles(files, host, { signal })
      return { held: held.map(rooted) }
    }),
    answer(verbs.markEtcLines, ({ paths }, { host }) => {
      const looking = { never, isLaptop: readLaptopNames(host) }
      return Promise.resolve({ marks: paths.map((path) => markLines(path, looking)) })
    }),
    answer(verbs.lookAtEtcFile, ({ path }, { host }) =>
      Promise.resolve(lookAtFile(path, { never, isLaptop: readLaptopNames(host) })),
    ),
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
    answer(verbs.offerEtc, async ({ frozenId, paths, anew }, { host, signal }) => {
      const root = frozenEtc(host.stateFolder, frozenId)
      return offerEtc(
        { root, mirror: etcMirror(host.stateFolder), paths, anew, isLaptop: readLaptopNames(host) },
        never,
        {
          signal,
        },
      )
    }),
    answer(verbs.stageEtc, async ({ switchId, frozenId, manifest }, { host, signal }) => {
      const [mirror, staged] = [etcMirror(host.stateFolder), stagedTree(host.stateFolder, switchId)]
      const arrived = {
        mirror,
        staged,
        frozen: frozenEtc(host.stateFolder, frozenId),
        isLaptop: readLaptopNames(host),
        manifest,
      }
      return { wrong: [...(await stageEtc(arrived, never, { signal }))] }
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
  host: Named,
  options: RunOptions,
): Promise<Output<typeof verbs.inspectEtc>> {
  const { entries, accounts } = await readEtc(root, { never, memory, isLaptop: readLaptopNames(host) }, options)
  return {
    entries: [...entries],
    lastEqual: etcLastEqual.read(host.stateFolder),
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

const answerTakeEffect = answer(
  verbs.takeEffectEtc,
  async ({ switchId }, { signal, host: { stateFolder, logger } }) => {
    const failed = await takeEffect(changedHere(stateFolder, switchId), { signal })
    if (failed.length > 0)
      logger.log('warn', 'settings did not take effect', { failed: failed.map(({ argv }) => argv) })
    return { failed: [...failed] }
  },
)

const answerListEffects = answer(verbs.listEffectsEtc, async ({ switchId }, { signal, host: { stateFolder } }) => {
  const changed = changedHere(stateFolder, switchId)
  const tried = unitsTriedBy(changed.map(({ path: one }) => one))
  const services = (await activeServicesFor(changed, { signal })).filter(({ unit }) => !tried.includes(unit))
  return { toRun: [...effectsToSay(changed, liveEtc), ...services.map(serviceEffect)] }
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

const switchesKept = 2

/**
 * What stands in /etc because this switch put it there, so that it is told from what the person did since. Paths
 * below /etc, with a leading slash. `root`: /etc as it is now, held still.
 */
function placedHere(stateFolder: string, switchId: string, root: string): BytePath[] {
  return ourWork(stateFolder, switchId, root).map(({ path: one }) => `/${one}`)
}

/** The same in /etc itself, also what is gone. */
function changedHere(stateFolder: string, switchId: string): readonly ChangedEtc[] {
  return ourWork(stateFolder, switchId, liveEtc)
    .map((one) => ({ ...one, path: textFromBytePath(one.path) }))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
}

function ourWork(stateFolder: string, switchId: string, root: string) {
  const staged = stagedTree(stateFolder, switchId)
  const fetched = (one: BytePath) => (existsSync(staged) ? statInside(staged, one) : undefined)
  return [...readPlaced(switchFolder(stateFolder, switchId))].flatMap(([one, placed]) => {
    const now = statInside(root, one)
    return isOurs(now, placed, () => fetched(one)) ? [{ path: one, isGone: now === undefined }] : []
  })
}

/** What was fetched goes; what was placed is remembered of the last switches. */
function forgetFetched(stateFolder: string): void {
  const folder = switchesFolder(stateFolder)
  if (!existsSync(folder)) return
  const dated = readdirSync(folder).map((switchId) => ({ switchId, at: statSync(path.join(folder, switchId)).mtimeMs }))
  const newestFirst = dated.sort((one, other) => other.at - one.at)
  newestFirst.forEach(({ switchId }, index) => {
    const place = index < switchesKept ? stagedTree(stateFolder, switchId) : switchFolder(stateFolder, switchId)
    rmSync(place, { recursive: true, force: true })
  })
}

type LookSide = z.infer<typeof lookSideSchema>

interface Looking {
  readonly never: NeverList
  readonly isLaptop: IsLaptopName
}

function lookAtFile(path: BytePath, looking: Looking): LookSide {
  const side = lookAt(path, looking)
  if (side === undefined) throw etcMessages.notAFile({ path: textFromBytePath(path) })
  return side
}

/** As it is compared: without what belongs to one laptop alone. Undefined for a folder and the like. */
function lookAt(path: BytePath, { never, isLaptop }: Looking): LookSide | undefined {
  const why = never.whyNever(path)
  if (why !== undefined) throw etcMessages.neverShown({ path: textFromBytePath(path), why })
  const inside = path.slice(1)
  const stat = statInside(liveEtc, inside)
  if (stat === undefined) return { kind: 'absent' }
  const target = stat.isSymbolicLink() ? targetInside(liveEtc, inside) : undefined
  if (target !== undefined) return { kind: 'link', target: textFromBytePath(target) }
  const whole = stat.isFile() ? contentInside(liveEtc, inside) : undefined
  if (whole === undefined) return undefined
  const content = sharedContent(path, whole, isLaptop)
  const accounts = readAccounts()
  const about = {
    mode: (Number(stat.mode) & 0o7777).toString(8).padStart(4, '0'),
    owner: `${accounts.userName(Number(stat.uid))}:${accounts.groupName(Number(stat.gid))}`,
    changedAt: stat.mtime.toISOString(),
    bytes: content.length,
  }
  if (content.length <= textLimitBytes && isText(content))
    return { kind: 'text', text: content.toString('utf8'), ...about }
  return { kind: 'opaque', sha256: hashBytes(content), ...about }
}

/**
 * Eight hexadecimal digits for each line: enough to count, too few to tell what stands there. Null for what is no text, or no
 * file any more since it was listed.
 */
function markLines(path: BytePath, looking: Looking): string[] | null {
  const side = lookAt(path, looking)
  if (side?.kind !== 'text') return null
  return side.text.split('\n').map((line) => createHash('sha256').update(line).digest('hex').slice(0, 8))
}
