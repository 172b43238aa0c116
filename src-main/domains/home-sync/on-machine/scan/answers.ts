/** What one laptop tells of its /home: frozen trees, what is in them, and what the rules say of a path. */
import { lstatSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'
import type { AgentHost } from '../../../../commons/capability/agent-capability.ts'
import { exclusionsFor } from '../../../../commons/home-exclusions/exclusions.ts'
import { lookInside } from '../../../../commons/looking/on-machine/look-inside.ts'
import type { Output, Parsed } from '../../../../contract/define.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { answer, type Answer, type HostContext } from '../../../../machine/machine.ts'
import { readHomes, readLocalAccounts } from '../../../../tools/accounts/accounts.ts'
import { readImmutable } from '../../../../tools/files/lsattr.ts'
import { readFolderInside } from '../../../../tools/files/safe-path.ts'
import { foreignMounts, whyNotCopied } from '../../../../tools/mounts/mounted-homes.ts'
import type { LiteralExclusion } from '../../exclusions/exclusion-matcher.ts'
import { accountOf, type PersonHomeRule } from '../../exclusions/person-rule.ts'
import * as listVerbs from '../../list-verbs.ts'
import { homeMessages } from '../../messages.ts'
import { packList } from '../../packed-list.ts'
import * as ruleVerbs from '../../rule-verbs.ts'
import * as verbs from '../../scan-verbs.ts'
import { divideStretches } from '../inventory/divide-stretches.ts'
import { drawSample } from '../inventory/draw-sample.ts'
import { openInventory } from '../inventory/outline-file.ts'
import { readPiece } from '../inventory/read-piece.ts'
import { baseFile } from '../memory/bases.ts'
import { heldInventory, heldScan } from '../memory/held-scans.ts'
import { numberOwners } from '../owners/number-owners.ts'
import { placesOf, type InAgent } from '../places.ts'
import { explainPath } from './explain-path.ts'
import { findExisting } from './find-existing.ts'
import { findNocow } from './find-nocow.ts'
import { findSparse } from './find-sparse.ts'
import { changesFile, existingScan, frozenOfScan, inventoryFile } from './home-folders.ts'
import { keepForPlan, whileScanning } from './make-room.ts'
import { measureRules } from './measure-rules.ts'
import { findOtherHomes } from './other-homes.ts'
import { scanHome, type ScanRequest } from './scan-home.ts'
import { readSummary, writeSummary } from './summary-file.ts'
import type { MovedFile } from './moves.ts'

const answerScan = (all: InAgent) =>
  answer(verbs.scanHome, async ({ against, rules: ownRules, purpose, planId }, { host, signal }) => {
    const before = inventoryOf(host.stateFolder, against)
    const request = { ...(await whatToScan(all, host, ownRules)), before, isBeforehand: purpose === 'beforehand' }
    const made = await whileScanning(async () => {
      const scan = await scanHome(request, { signal })
      if (planId !== undefined) keepForPlan(planId, scan.scanId)
      return scan
    })
    const { summary, fileSets, found, specials, moved, renamed, renamedAlone, subvolumes, readOnly, whole, ...scan } =
      made
    const told = {
      ...scan,
      ...(whole === undefined ? {} : { whole }),
      entries: summary.entries,
      files: summary.files,
      bytes: summary.bytes,
      leftOut: [...summary.leftOut],
      found: [...found],
      repositories: [...summary.repositories],
      gitFolders: [...summary.gitFolders],
      fileSets: [...fileSets],
      ...(await numberOwners(summary, { signal })),
      subvolumes: [...subvolumes],
      readOnly: [...readOnly],
      specials: [...specials],
      moved: [...moved],
      ...(await tellRenamed(against, { renamed, renamedAlone })),
      person: host.person,
    }
    writeSummary(existingScan(host.stateFolder, scan.scanId), told)
    return told
  })

/** Only of what both had when they were equal is it of use to the other laptop. */
async function tellRenamed(
  against: z.infer<typeof verbs.againstSchema>,
  { renamed, renamedAlone }: Readonly<Record<'renamed' | 'renamedAlone', readonly MovedFile[]>>,
): Promise<Pick<Output<typeof verbs.scanHome>, 'renamed' | 'renamedAlone'>> {
  if (against.kind !== 'base') return {}
  return {
    ...(renamed.length === 0 ? {} : { renamed: { since: against.switchId, ...(await packMoves(renamed)) } }),
    ...(renamedAlone.length === 0 ? {} : { renamedAlone: await packMoves(renamedAlone) }),
  }
}

async function packMoves(moves: readonly MovedFile[]): Promise<{ from: string; to: string }> {
  return { from: await packList(moves.map(({ from }) => from)), to: await packList(moves.map(({ to }) => to)) }
}

/** AppError "invalid-configuration" when the person's home is not one that can be listed. */
export async function whatToScan(
  all: InAgent,
  host: AgentHost,
  rules: readonly PersonHomeRule[],
): Promise<Omit<ScanRequest, 'before' | 'isBeforehand'>> {
  const places = placesOf(all, host)
  const { home } = places.areas
  requireInside(home, host.person)
  refuseLinks(home, host.person)
  requireCopied(home, host.person)
  const fixed = exclusionsFor([...new Set([...readHomes(), host.person.home])], home)
  return {
    places,
    rules: fixed.rules,
    own: { home: bytePathFromText(homeBelow(home, host.person)), rules },
    exceptions: [
      ...(await all.homeExceptions(host)),
      ...fixed.unnamed.map((below) => leaveOut(below, 'system')),
      ...strangers(home, host, rules).map((below) => leaveOut(below, 'account')),
    ],
  }
}

/** Homes below /home that nobody added. */
function strangers(root: string, { person }: AgentHost, rules: readonly PersonHomeRule[]): readonly string[] {
  const added = new Set(rules.map(accountOf))
  const others = findOtherHomes(root, person, readLocalAccounts())
  const homes = new Set(others.map(({ home }) => home))
  for (const { account, home } of others) if (added.has(account)) homes.delete(home)
  return [...homes].map((home) => home.slice(root.length + 1))
}

const answerOthers = (all: InAgent) =>
  answer(ruleVerbs.listOtherHomes, (_input, { host }) => {
    const { home } = placesOf(all, host).areas
    return Promise.resolve({ homes: [...findOtherHomes(home, host.person, readLocalAccounts())] })
  })

const answerExplain = (all: InAgent) =>
  answer(ruleVerbs.explainPath, async ({ path, rules }, { host, signal }) =>
    explainPath(await whatToScan(all, host, rules), path, { signal }),
  )

const answerMeasure = (all: InAgent) =>
  answer(ruleVerbs.measureRules, async ({ rules }, { host, signal }) =>
    measureRules(await whatToScan(all, host, rules), { signal }),
  )

function leaveOut(below: string, kind: LiteralExclusion['kind']): LiteralExclusion {
  return { path: bytePathFromText(below), kind }
}

/** "alice" */
function homeBelow(homes: string, { home }: HostContext['person']): string {
  return home.slice(homes.length + 1)
}

/** Nothing of a person who lives elsewhere would be copied. */
function requireInside(homes: string, { name, home }: HostContext['person']): void {
  if (!home.startsWith(`${homes}/`)) throw homeMessages.homeElsewhere({ name, home })
}

/** What is behind a link is no part of /home: it would be copied as a link alone, and called the same. */
function refuseLinks(homes: string, { name, home }: HostContext['person']): void {
  for (let link = home; link.length > homes.length; link = path.dirname(link))
    if (lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      throw homeMessages.homeIsLink({ name, link, target: readlinkSync(link) })
}

/** What is mounted in /home is left out, and that would be all of it, unless it is a whole subvolume at the home's path. */
function requireCopied(homes: string, { name, home }: HostContext['person']): void {
  const mount = foreignMounts(homes).findLast(({ target }) => `${home}/`.startsWith(`${textFromBytePath(target)}/`))
  if (mount === undefined) return
  const why = textFromBytePath(mount.target) === home ? whyNotCopied(homes, mount) : undefined
  throw homeMessages.homeMounted({ name, home, fsType: mount.fsType, why: why ?? 'inside-mount' })
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

/** A snapshot has the flags of what it was taken of. */
const answerFindImmutable = answer(verbs.findImmutable, async ({ scanId, paths }, { host, signal }) => {
  const { root } = frozenOfScan(host.stateFolder, scanId)
  return { paths: [...(await readImmutable({ root, paths }, { signal }))] }
})

const answerFindNocow = answer(verbs.findNocow, async ({ scanId, of }, { host, signal }) => {
  const { root } = frozenOfScan(host.stateFolder, scanId)
  return { paths: [...(await findNocow({ folder: existingScan(host.stateFolder, scanId), root }, of, { signal }))] }
})

const answerSpecialFolders = answer(verbs.findSpecialFolders, ({ scanId, paths }, { host }) =>
  Promise.resolve({ paths: [...findSpecialFolders(frozenOfScan(host.stateFolder, scanId).root, paths)] }),
)

const answerFindExisting = answer(verbs.findExisting, ({ scanId, paths }, { host }) =>
  Promise.resolve({ paths: [...findExisting(frozenOfScan(host.stateFolder, scanId).root, paths)] }),
)

const answerFindSparse = answer(verbs.findSparse, ({ scanId, paths }, { host }) =>
  Promise.resolve({ files: [...findSparse(frozenOfScan(host.stateFolder, scanId).root, paths)] }),
)

const answerLook = answer(verbs.lookAtHomeFile, async ({ scanId, path, key }, { host, signal }) => {
  const { root } = frozenOfScan(host.stateFolder, scanId)
  const who = { person: host.person, key: Buffer.from(key, 'base64') }
  return { side: await lookInside(root, path, who, { signal }) }
})

const answerOutline = answer(listVerbs.outlineInventory, async ({ scanId }, { host }) =>
  Promise.resolve({
    stretches: openInventory(inventoryFile(existingScan(host.stateFolder, scanId))).stretches.map(
      ({ start, end, digest }): [number, number, string] => [start, end, digest],
    ),
  }),
)

const answerDivide = answer(listVerbs.divideInventory, ({ scanId, ranges }, { host }) =>
  divideStretches(openInventory(inventoryFile(existingScan(host.stateFolder, scanId))), ranges),
)

const answerSample = answer(verbs.drawSample, async ({ scanId }, { host }) => {
  const file = inventoryFile(existingScan(host.stateFolder, scanId))
  return { paths: await drawSample(openInventory(file)) }
})

const answerReadInventory = answer(listVerbs.readInventory, async ({ scanId, part, ranges }, { host }) => {
  const folder = existingScan(host.stateFolder, scanId)
  return readPiece(part === 'inventory' ? inventoryFile(folder) : changesFile(folder), ranges)
})

export const createScanAnswers = (all: InAgent): readonly Answer[] => [
  answerScan(all),
  answerExplain(all),
  answerMeasure(all),
  answerOthers(all),
  answerHeldScan,
  answerFindImmutable,
  answerFindNocow,
  answerSpecialFolders,
  answerFindExisting,
  answerFindSparse,
  answerLook,
  answerOutline,
  answerDivide,
  answerSample,
  answerReadInventory,
]

/** Folders that hold sockets and device files alone, or such folders: they can neither be carried nor removed. */
export function findSpecialFolders(root: string, specials: readonly BytePath[]): readonly BytePath[] {
  const around = new Set(specials.flatMap(foldersAround))
  const found = new Set<BytePath>()
  for (const folder of [...around].sort().reverse()) {
    const entries = readFolderInside(root, folder)
    const isAlone = entries.every(({ name, isSpecial }) => isSpecial || found.has(`${folder}/${name}`))
    if (isAlone && entries.length > 0) found.add(folder)
  }
  return [...found].reverse()
}

function foldersAround(path: BytePath): readonly BytePath[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_name, index) => names.slice(0, index + 1).join('/'))
}
