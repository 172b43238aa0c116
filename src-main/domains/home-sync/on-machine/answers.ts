/** How one laptop answers about its own /home. Knows of no pair: what is kept, held or removed, it is told. */
import { readSync, openSync, closeSync } from 'node:fs'
import { promisify } from 'node:util'
import { deflateRaw as deflateRawCallback } from 'node:zlib'
import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { answer, type Answer, type AnswerContext } from '../../../machine/machine.ts'
import { accountNumbers } from '../../../tools/accounts/getent.ts'
import { recordEnd } from '../inventory/inventory-entry.ts'
import * as verbs from '../verbs.ts'
import { alteredSince } from './check/altered-since.ts'
import { baseFile, knownBases, recordBase } from './memory/bases.ts'
import { digestFiles } from './check/digest-files.ts'
import {
  holdPlanned,
  holdSent,
  holdVerified,
  knowSent,
  plannedInventory,
  verifiedInventory,
} from './memory/held-scans.ts'
import { changesFile, existingScan, homeRoot, inventoryFile, switchFolder } from './scan/home-folders.ts'
import { outermost } from './scan/inventory-summary.ts'
import { addKept, readDifferent, readKept, writeDifferent } from './memory/kept-file.ts'
import { readOutline } from './scan/outline-file.ts'
import { readCapabilities } from './scan/read-capabilities.ts'
import { removeEntries } from './remove-entries.ts'
import { scanHome } from './scan/scan-home.ts'

type All = Pick<AllInAgent, 'homeExceptions'>

const deflateRaw = promisify(deflateRawCallback)
const pageBytes = 1 << 20

const answerListBases = answer(verbs.listBases, async (_input, { host }) => {
  return Promise.resolve({ switchIds: [...knownBases(host.stateFolder)] })
})

const answerScan = (all: All) =>
  answer(verbs.scanHome, async ({ against }, { host, signal }) => {
    const { stateFolder, person } = host
    const before = {
      nothing: () => undefined,
      base: (switchId: string) => baseFile(stateFolder, switchId),
      held: (switchId: string) => plannedInventory(stateFolder, switchId),
    }[against.kind](against.kind === 'nothing' ? '' : against.switchId)
    const { summary, found, ...scan } = await scanHome(
      { root: homeRoot, stateFolder, before, exceptions: await all.homeExceptions(host) },
      { signal },
    )
    const users = await accountNumbers('passwd', [...summary.users], { signal })
    const groups = await accountNumbers('group', [...summary.groups], { signal })
    return {
      ...scan,
      entries: summary.entries,
      files: summary.files,
      bytes: summary.bytes,
      leftOut: summary.leftOut(),
      found: [...found],
      repositories: outermost(summary.repositories),
      users,
      groups,
      carriedApart: summary.carriedApart,
      sample: summary.sample,
      devices: summary.devices,
      person,
    }
  })

const answerNameOwners = answer(verbs.nameOwners, async ({ users, groups }, { signal }) => ({
  users: await accountNumbers('passwd', users, { signal }),
  groups: await accountNumbers('group', groups, { signal }),
}))

const answerOutline = answer(verbs.outlineInventory, async ({ scanId }, { host }) =>
  Promise.resolve({ stretches: readOutline(existingScan(host.stateFolder, scanId)) }),
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

const answerDigest = answer(verbs.digestFiles, async ({ paths }, context) => ({
  digests: await digestFiles(homeRoot, paths, context),
}))

const answerCapabilities = answer(verbs.readCapabilities, async ({ scanId }, context) => ({
  files: await readCapabilities(homeRoot, scanned(context, scanId), context),
}))

const answerHold = answer(verbs.holdScan, async ({ switchId, scanId, as }, { host }) => {
  const hold = { planned: holdPlanned, sent: holdSent, verified: holdVerified }[as]
  return Promise.resolve({ held: hold(host.stateFolder, switchId, scanId) })
})

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

const answerKnowSent = answer(verbs.knowSent, async ({ switchId, entries, between }, { host }) => ({
  sent: await knowSent(host.stateFolder, switchId, entries, between),
}))

const answerAltered = answer(verbs.findAltered, async ({ scanId, paths }, context) => ({
  altered: await alteredSince(homeRoot, scanned(context, scanId), paths, { folderTimes: false }),
}))

const answerRemove = answer(verbs.removeEntries, async ({ scanId, paths }, context) =>
  removeEntries(homeRoot, scanned(context, scanId), paths),
)

const answerRecordBase = answer(verbs.recordBase, async ({ switchId, previous }, { host }) => ({
  entries: await recordBase(host.stateFolder, {
    switchId,
    inventory: verifiedInventory(host.stateFolder, switchId),
    kept: readKept(switchFolder(host.stateFolder, switchId)),
    previous,
  }),
}))

function scanned({ host }: AnswerContext, scanId: string): string {
  return inventoryFile(existingScan(host.stateFolder, scanId))
}

export const createHomeAnswers = (all: All): readonly Answer[] => [
  answerListBases,
  answerScan(all),
  answerNameOwners,
  answerOutline,
  answerReadInventory,
  answerDigest,
  answerCapabilities,
  answerHold,
  answerKeep,
  answerMarkDifferent,
  answerKept,
  answerKnowSent,
  answerAltered,
  answerRemove,
  answerRecordBase,
]
