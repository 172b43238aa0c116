/** How one laptop answers about its own /home. Knows of no pair: what is kept, held or placed, it is told. */
import { statfsSync } from 'node:fs'
import type { Output, Parsed } from '../../../contract/define.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { answer, type Answer, type AnswerContext, type HostContext } from '../../../machine/machine.ts'
import { syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { readRoom } from '../beforehand-verbs.ts'
import { homeMessages } from '../messages.ts'
import { packList } from '../packed-list.ts'
import { unpackLines } from '../placing-lines.ts'
import { readLedgerFile } from '../../../commons/ledger/on-machine/ledger-file.ts'
import * as scanVerbs from '../scan-verbs.ts'
import * as sparseVerbs from '../sparse-verbs.ts'
import * as verbs from '../verbs.ts'
import { digestFiles } from './check/digest-files.ts'
import { proofAnswers } from './check/proof-answers.ts'
import { touchedSince } from './check/touched-since.ts'
import { createFullAnswers } from './full/answers.ts'
import {
  deleteIncoming,
  forgetStale,
  hasIncoming,
  incomingPlace,
  incomingTree,
  makeIncoming,
  offer,
} from './incoming.ts'
import { openInventory } from './inventory/outline-file.ts'
import { baseFile, recordBase, rememberedBases } from './memory/bases.ts'
import { readBeside, recallBeside, rememberBeside } from './memory/beside-files.ts'
import { noteFetched, readFetched } from './memory/fetched-files.ts'
import { heldInventory, heldTree, holdScan, releaseOthers } from './memory/held-scans.ts'
import { addKept, addUsed, readDifferent, readKept, readUsed, writeDifferent } from './memory/kept-file.ts'
import { forgetPlacedInOrder } from './memory/placed-in-order.ts'
import { findUnreadable } from './memory/unreadable-files.ts'
import { createOpenFilesAnswer } from './open-files/answers.ts'
import { countPlaced, findOwnWork, listPlaced, type PlacedRequest } from './own-work.ts'
import { ownerAnswers } from './owners/answers.ts'
import { placeHome } from './place.ts'
import { placesOf, type InAgent } from './places.ts'
import { reloadUserUnits } from './reload-user-units.ts'
import { createRepositoryAnswers } from './repositories/answers.ts'
import { forgetPacks } from './repositories/commits-folder.ts'
import { createScanAnswers } from './scan/answers.ts'
import { distrusting } from './scan/distrusting.ts'
import { existingScan, frozenOfScan, inventoryFile, switchFolder, homeFolder, makeFolder } from './scan/home-folders.ts'
import { createSinceAnswers } from './since/answers.ts'
import { packSparse, seedSparse, unpackSparse } from './sparse-files.ts'
import { takeRenamed } from './take-renamed.ts'

const answerListBases = answer(scanVerbs.listBases, async (_input, { host }) => {
  const { bases, undone, ...remembered } = rememberedBases(host.stateFolder)
  const all = { ...remembered, bases: [...bases] }
  if (undone === undefined) return Promise.resolve(all)
  // An undo that was taken back, or did not come to its end, has left everything as it was.
  const { history } = readLedgerFile(host.stateFolder)
  const isUndone = history.some(({ switchId, undoneAt }) => switchId === undone && undoneAt !== undefined)
  return Promise.resolve(isUndone ? { ...all, undone } : { ...all, hasForgotten: true as const })
})

const answerDigest = answer(scanVerbs.digestFiles, async ({ tree, paths }, context) => {
  const root = await rootOf(context.host.stateFolder, tree, context)
  return { digests: root === undefined ? paths.map(() => ({})) : await digestFiles(root, paths, context) }
})

async function rootOf(
  stateFolder: string,
  tree: Parsed<typeof scanVerbs.digestFiles>['tree'],
  { signal }: Pick<AnswerContext, 'signal'>,
): Promise<string | undefined> {
  switch (tree.kind) {
    case 'scan':
      return frozenOfScan(stateFolder, tree.scanId).root
    case 'held':
      return heldTree({ stateFolder, ...tree }, { signal })
    case 'incoming':
      return incomingTree(stateFolder, tree.switchId)
  }
}

const answerHold = answer(verbs.holdScan, async ({ switchId, scanId, as }, { host }) =>
  Promise.resolve({ held: holdScan(host.stateFolder, switchId, scanId, as) }),
)

const answerTouched = answer(verbs.findTouched, async ({ switchId, scanId }, { host: { stateFolder } }) => {
  const carried = heldInventory(stateFolder, switchId, 'carried')
  if (carried === undefined) throw homeMessages.scanExpired({})
  const now = inventoryFile(existingScan(stateFolder, scanId))
  return { paths: await packList(touchedSince(openInventory(carried), openInventory(now))) }
})

const answerKeep = answer(verbs.keepPaths, async ({ switchId, paths, inUse }, { host }) => {
  const folder = switchFolder(host.stateFolder, switchId)
  if (inUse) addUsed(folder, paths)
  addKept(folder, paths)
  return Promise.resolve({ kept: [...keptIn(folder)] })
})

function keptIn(folder: string): readonly BytePath[] {
  return [...new Set([...readKept(folder), ...readBeside(folder).map(({ as }) => as)])]
}

const answerMarkDifferent = answer(verbs.markDifferent, async ({ switchId, paths }, { host }) => {
  writeDifferent(switchFolder(host.stateFolder, switchId), paths)
  return Promise.resolve({ marked: paths.length })
})

const answerKept = answer(verbs.readKept, async ({ switchId }, { host }) => {
  const folder = switchFolder(host.stateFolder, switchId)
  const [kept, different, beside] = [keptIn(folder), readDifferent(folder), readBeside(folder)]
  return Promise.resolve({
    kept: [...kept],
    used: [...readUsed(folder)],
    different: [...different],
    beside: [...beside],
  })
})

const answerBeside = answer(verbs.readBeside, async (_input, { host }) =>
  Promise.resolve({ paths: [...recallBeside(host.stateFolder)] }),
)

const answerOffer = answer(verbs.offerScan, async ({ scanId }, { host }) => {
  offer(host.stateFolder, frozenOfScan(host.stateFolder, scanId).root)
  return Promise.resolve({})
})

const answerUnreadable = answer(verbs.findUnreadable, async ({ scanId, paths }, { host, signal }) => {
  const { root } = frozenOfScan(host.stateFolder, scanId)
  return { paths: [...(await findUnreadable(host.stateFolder, root, { paths, signal }))] }
})

const answerFetched = answer(verbs.readFetched, async ({ after }, { host: { stateFolder, peer } }) => {
  const { files, next } = readFetched({ stateFolder, incoming: incomingPlace(stateFolder), peer }, after)
  return Promise.resolve({ files: [...files], ...(next === undefined ? {} : { next }) })
})

const answerReceive = answer(verbs.receiveHome, async (input, { host: { stateFolder }, signal }) => {
  const { switchId, scanId, seeds, nocow, changed, unwanted } = input
  const { root } = frozenOfScan(stateFolder, scanId)
  forgetStale(stateFolder, switchId, { changed, unwanted })
  await makeIncoming(stateFolder, switchId, { root, seeds, nocow }, { signal })
  return {}
})

const answerTakeRenamed = answer(verbs.takeRenamed, async ({ switchId, scanId, since, files }, { host, signal }) => {
  const { stateFolder, peer } = host
  const incoming = incomingTree(stateFolder, switchId)
  const { root } = frozenOfScan(stateFolder, scanId)
  const taken = await takeRenamed({ root, base: baseFile(stateFolder, since), incoming, files }, { signal })
  await syncFileSystem(incoming, { signal })
  const fetched = files.flatMap(({ path, identity }, index) =>
    taken[index] === true ? [{ path, identity, isRenamed: true as const }] : [],
  )
  noteFetched({ stateFolder, incoming, peer }, fetched)
  return { taken }
})

const answerNoteFetched = answer(verbs.noteFetched, async ({ switchId, files }, { host, signal }) => {
  const { stateFolder, peer } = host
  const incoming = incomingTree(stateFolder, switchId)
  await syncFileSystem(incoming, { signal })
  noteFetched({ stateFolder, incoming, peer }, files)
  return {}
})

const answerPackSparse = answer(
  sparseVerbs.packSparse,
  async ({ scanId, paths }, { host: { stateFolder }, signal }) => {
    const { root } = frozenOfScan(stateFolder, scanId)
    return { files: [...(await packSparse(stateFolder, root, paths, { signal }))] }
  },
)

const answerSeedSparse = answer(sparseVerbs.seedSparse, async ({ switchId, scanId, files }, { host, signal }) => {
  const { stateFolder } = host
  incomingTree(stateFolder, switchId)
  await seedSparse(stateFolder, frozenOfScan(stateFolder, scanId).root, files, { signal })
  return {}
})

const answerUnpackSparse = answer(sparseVerbs.unpackSparse, async ({ switchId, files }, { host, signal }) => {
  const { stateFolder } = host
  const incoming = incomingTree(stateFolder, switchId)
  return { paths: [...(await unpackSparse(stateFolder, incoming, files, { signal }))] }
})

const answerPlace = (all: InAgent) =>
  answer(verbs.placeHome, async (input, context) => {
    const places = placesOf(all, context.host)
    const lines = await unpackLines(input.lines)
    const placed = await placeHome(places, { ...input, lines }, context)
    const paths = lines.map(({ path }) => path)
    await reloadUserUnits({ root: places.areas.home, paths }, context.host)
    return placed
  })

const answerOwnWork = answer(verbs.findOwnWork, async (input, { host, signal }) => ({
  paths: await findOwnWork(placedOf(input, host), { signal }),
}))

const answerPlaced = answer(verbs.readPlaced, (input, { host, signal }) =>
  listPlaced(placedOf(input, host), { signal }),
)

const answerCountPlaced = answer(verbs.countPlaced, (input, { host, signal }) =>
  countPlaced(placedOf(input, host), { signal }),
)

function placedOf(
  { switchId, scanId }: Pick<PlacedRequest, 'switchId' | 'scanId'>,
  { stateFolder }: Pick<HostContext, 'stateFolder'>,
): PlacedRequest {
  const incoming = hasIncoming(stateFolder, switchId) ? incomingTree(stateFolder, switchId) : undefined
  return { stateFolder, switchId, scanId, incoming }
}

const answerRecordBase = answer(verbs.recordBase, async (input, { host }): Promise<Output<typeof verbs.recordBase>> => {
  const { switchId, previous, otherwise, shared, ...apart } = input
  const { stateFolder } = host
  const inventory = heldInventory(stateFolder, switchId, 'verified')
  if (inventory === undefined) throw homeMessages.scanExpired({})
  rememberBeside(stateFolder, switchId, apart.alone)
  const base = { switchId, inventory, apart, otherwise, previous, shared }
  const entries = await recordBase(stateFolder, base)
  releaseOthers(stateFolder, switchId)
  await deleteIncoming(stateFolder)
  forgetPacks(stateFolder)
  forgetPlacedInOrder(switchFolder(stateFolder, switchId))
  return { entries }
})

export const createHomeAnswers = (all: InAgent): readonly Answer[] => homeAnswers(all).map(distrusting)

const homeAnswers = (all: InAgent): readonly Answer[] => [
  answerListBases,
  ...createScanAnswers(all),
  ...ownerAnswers,
  answerDigest,
  ...proofAnswers,
  answerHold,
  answerTouched,
  answerKeep,
  answerMarkDifferent,
  answerKept,
  answerBeside,
  answerOffer,
  answerUnreadable,
  answerFetched,
  answerReceive,
  answerNoteFetched,
  answerTakeRenamed,
  answerPackSparse,
  answerSeedSparse,
  answerUnpackSparse,
  answerPlace(all),
  answerOwnWork,
  answerPlaced,
  answerCountPlaced,
  answerRecordBase,
  createOpenFilesAnswer(all),
  ...createRepositoryAnswers(all),
  ...beforehandAnswers,
  ...createFullAnswers(all),
  ...createSinceAnswers(all),
]

const answerRoom = answer(readRoom, (_input, { host }) => {
  const { bavail, blocks, bsize } = statfsSync(makeFolder(homeFolder(host.stateFolder)))
  return Promise.resolve({ freeBytes: bavail * bsize, totalBytes: blocks * bsize })
})

const beforehandAnswers: readonly Answer[] = [answerRoom]
