/** How one laptop answers about its own /home. Knows of no pair: what is kept, held or placed, it is told. */
import { readSync, openSync, closeSync } from 'node:fs'
import { promisify } from 'node:util'
import { deflateRaw as deflateRawCallback } from 'node:zlib'
import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { machinePlaces, type Places } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import type { Output, Parsed } from '../../../contract/define.ts'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import { readPlaced } from '../../../commons/placing/on-machine/placed-file.ts'
import { exclusionsFor } from '../../../commons/home-exclusions/exclusions.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import { readHomes } from '../../../tools/accounts/accounts.ts'
import { accountNumbers } from '../../../tools/accounts/getent.ts'
import { mountsBelow } from '../../../tools/proc/mountinfo.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import type { LiteralExclusion } from '../exclusions/exclusion-matcher.ts'
import type { PersonRule } from '../exclusions/person-rule.ts'
import { recordEnd } from '../inventory/inventory-entry.ts'
import { homeMessages } from '../messages.ts'
import * as verbs from '../verbs.ts'
import { baseFile, knownBases, recordBase } from './memory/bases.ts'
import { digestFiles } from './check/digest-files.ts'
import { deleteIncoming, hasIncoming, incomingTree, makeIncoming, offer } from './incoming.ts'
import { heldInventory, heldScan, holdScan, releaseOthers } from './memory/held-scans.ts'
import { addKept, readDifferent, readKept, writeDifferent } from './memory/kept-file.ts'
import { findOwnWork } from './own-work.ts'
import { createRepositoryAnswers } from './repositories/answers.ts'
import { forgetPacks } from './repositories/commits-folder.ts'
import { placeHome } from './place.ts'
import { explainPath } from './scan/explain-path.ts'
import { changesFile, existingScan, frozenOfScan, inventoryFile, switchFolder } from './scan/home-folders.ts'
import { openInventory } from './inventory/outline-file.ts'
import { scanHome, type ScanRequest } from './scan/scan-home.ts'
import { readSummary, writeSummary } from './scan/summary-file.ts'

type All = Pick<AllInAgent, 'homeExceptions' | 'areas'>

const deflateRaw = promisify(deflateRawCallback)
const pageBytes = 1 << 20

function placesOf({ areas }: All, { stateFolder }: Pick<HostContext, 'stateFolder'>): Places {
  return machinePlaces(stateFolder, readSwapFiles(), areas)
}

const answerListBases = answer(verbs.listBases, async (_input, { host }) => {
  return Promise.resolve({ switchIds: [...knownBases(host.stateFolder)] })
})

const answerScan = (all: All) =>
  answer(verbs.scanHome, async ({ against, rules: ownRules }, { host, signal }) => {
    const request = { ...(await whatToScan(all, host, ownRules)), before: inventoryOf(host.stateFolder, against) }
    const { summary, found, sample, moved, ...scan } = await scanHome(request, { signal })
    const [users, groups] = await Promise.all([
      accountNumbers('passwd', [...summary.users], { signal }),
      accountNumbers('group', [...summary.groups], { signal }),
    ])
    const told = {
      ...scan,
      entries: summary.entries,
      files: summary.files,
      bytes: summary.bytes,
      leftOut: [...summary.leftOut],
      found: [...found],
      repositories: [...summary.repositories],
      gitFolders: [...summary.gitFolders],
      users,
      groups,
      sample: [...sample],
      moved: [...moved],
      person: host.person,
    }
    writeSummary(existingScan(host.stateFolder, scan.scanId), told)
    return told
  })

async function whatToScan(
  all: All,
  host: HostContext,
  rules: readonly PersonRule[],
): Promise<Omit<ScanRequest, 'before'>> {
  const places = placesOf(all, host)
  const { home } = places.areas
  requireInside(home, host.person)
  requireNotMounted(home, host.person)
  const fixed = exclusionsFor(readHomes(), home)
  return {
    places,
    rules: fixed.rules,
    own: { home: bytePathFromText(homeBelow(home, host.person)), rules },
    exceptions: [...(await all.homeExceptions(host)), ...fixed.unnamed.map(leaveOut)],
  }
}

const answerExplain = (all: All) =>
  answer(verbs.explainPath, async ({ path, rules }, { host, signal }) =>
    explainPath(await whatToScan(all, host, rules), path, { signal }),
  )

function leaveOut(home: string): LiteralExclusion {
  return { path: bytePathFromText(home), kind: 'system' }
}

/** "alice" */
function homeBelow(homes: string, { home }: HostContext['person']): string {
  return home.slice(homes.length + 1)
}

/** Nothing of a person who lives elsewhere would be copied. */
function requireInside(homes: string, { name, home }: HostContext['person']): void {
  if (!home.startsWith(`${homes}/`)) throw homeMessages.homeElsewhere({ name, home })
}

/** What is mounted in /home is left out, and that would be all of it. */
function requireNotMounted(homes: string, { name, home }: HostContext['person']): void {
  const isMounted = mountsBelow(homes).some(({ target }) => target === home || home.startsWith(`${target}/`))
  if (isMounted) throw homeMessages.homeMounted({ name, home })
}

function inventoryOf(stateFolder: string, against: Parsed<typeof verbs.scanHome>['against']): string | undefined {
  switch (against.kind) {
    case 'nothing':
      return undefined
    case 'base':
      return baseFile(stateFolder, against.switchId)
    case 'held':
      return heldInventory(stateFolder, against.switchId, against.as)
  }
}

const answerHeldScan = answer(verbs.readHeldScan, async ({ switchId, as }, { host }) => {
  const scanId = heldScan(host.stateFolder, switchId, as)
  return Promise.resolve(scanId === undefined ? {} : { scan: readSummary(existingScan(host.stateFolder, scanId)) })
})

const answerNameOwners = answer(verbs.nameOwners, async ({ users, groups }, { signal }) => ({
  users: await accountNumbers('passwd', users, { signal }),
  groups: await accountNumbers('group', groups, { signal }),
}))

const answerOutline = answer(verbs.outlineInventory, async ({ scanId }, { host }) =>
  Promise.resolve({
    stretches: openInventory(inventoryFile(existingScan(host.stateFolder, scanId))).stretches.map(
      ({ start, end, digest }): [number, number, string] => [start, end, digest],
    ),
  }),
)

const answerReadInventory = answer(verbs.readInventory, async ({ scanId, part, start, end }, { host }) => {
  const folder = existingScan(host.stateFolder, scanId)
  const bytes = readPage(part === 'inventory' ? inventoryFile(folder) : changesFile(folder), start, end)
  const data = await deflateRaw(bytes, { level: 1 })
  return { data: data.toString('base64'), next: start + bytes.length }
})

/** Whole records from `start` on, before `end`. */
function readPage(file: string, start: number, end: number): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const page = Buffer.alloc(Math.max(0, Math.min(pageBytes, end - start)))
    const count = readSync(descriptor, page, 0, page.length, start)
    return page.subarray(0, page.subarray(0, count).lastIndexOf(recordEnd) + 1)
  } finally {
    closeSync(descriptor)
  }
}

const answerDigest = answer(verbs.digestFiles, async ({ tree, paths }, context) => ({
  digests: await digestFiles(rootOf(context.host.stateFolder, tree), paths, context),
}))

function rootOf(stateFolder: string, tree: Parsed<typeof verbs.digestFiles>['tree']): string {
  return tree.kind === 'scan' ? frozenOfScan(stateFolder, tree.scanId).root : incomingTree(stateFolder, tree.switchId)
}

const answerHold = answer(verbs.holdScan, async ({ switchId, scanId, as }, { host }) =>
  Promise.resolve({ held: holdScan(host.stateFolder, switchId, scanId, as) }),
)

const answerKeep = answer(verbs.keepPaths, async ({ switchId, paths }, { host }) =>
  Promise.resolve({ kept: [...addKept(switchFolder(host.stateFolder, switchId), paths)] }),
)

const answerMarkDifferent = answer(verbs.markDifferent, async ({ switchId, paths }, { host }) => {
  writeDifferent(switchFolder(host.stateFolder, switchId), paths)
  return Promise.resolve({ marked: paths.length })
})

const answerKept = answer(verbs.readKept, async ({ switchId }, { host }) => {
  const folder = switchFolder(host.stateFolder, switchId)
  return Promise.resolve({ kept: [...readKept(folder)], different: [...readDifferent(folder)] })
})

const answerOffer = answer(verbs.offerScan, async ({ scanId }, { host }) => {
  offer(host.stateFolder, frozenOfScan(host.stateFolder, scanId).root)
  return Promise.resolve({})
})

const answerReceive = answer(verbs.receiveHome, async ({ switchId, scanId, seeds }, { host, signal }) => {
  const { root } = frozenOfScan(host.stateFolder, scanId)
  await makeIncoming(host.stateFolder, switchId, { root, seeds }, { signal })
  return {}
})

const answerPlace = (all: All) =>
  answer(verbs.placeHome, (input, context) => placeHome(placesOf(all, context.host), input, context))

const answerOwnWork = answer(verbs.findOwnWork, async ({ switchId, scanId }, { host }) => {
  const { stateFolder } = host
  return { paths: await findOwnWork({ stateFolder, switchId, scanId, incoming: fetched(stateFolder, switchId) }) }
})

function fetched(stateFolder: string, switchId: string): string | undefined {
  return hasIncoming(stateFolder, switchId) ? incomingTree(stateFolder, switchId) : undefined
}

const answerPlaced = answer(verbs.readPlaced, async ({ switchId }, { host }) => {
  const placed = readPlaced(switchFolder(host.stateFolder, switchId))
  return Promise.resolve({ paths: [...placed].flatMap(([path, { kind }]) => (kind === 'removed' ? [] : [path])) })
})

const answerRecordBase = answer(verbs.recordBase, async (input, { host }): Promise<Output<typeof verbs.recordBase>> => {
  const { switchId, previous, kept, leftOut, otherwise } = input
  const { stateFolder } = host
  const inventory = heldInventory(stateFolder, switchId, 'verified')
  if (inventory === undefined) throw homeMessages.scanExpired({})
  const base = { switchId, inventory, apart: [...kept, ...leftOut], otherwise, previous }
  const entries = await recordBase(stateFolder, base)
  releaseOthers(stateFolder, switchId)
  await deleteIncoming(stateFolder)
  forgetPacks(stateFolder)
  return { entries }
})

export const createHomeAnswers = (all: All): readonly Answer[] => [
  answerListBases,
  answerScan(all),
  answerExplain(all),
  answerHeldScan,
  answerNameOwners,
  answerOutline,
  answerReadInventory,
  answerDigest,
  answerHold,
  answerKeep,
  answerMarkDifferent,
  answerKept,
  answerOffer,
  answerReceive,
  answerPlace(all),
  answerOwnWork,
  answerPlaced,
  answerRecordBase,
  ...createRepositoryAnswers(all),
]
