import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { logSetAside } from '../../../src-main/agent/run-program.ts'
import { readMachineConfig } from '../../../src-main/agent/machine-config.ts'
import { parseProof } from '../../../src-main/app/activity.ts'
import { readPairing } from '../../../src-main/app/pairing.ts'
import { readLock } from '../../../src-main/commons/ledger/on-machine/lock-file.ts'
import { readExtraFolders } from '../../../src-main/commons/snapshot-sets/on-machine/extra-folders.ts'
import { readHolds } from '../../../src-main/commons/snapshot-sets/on-machine/holds.ts'
import { readContent } from '../../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { readMeasured } from '../../../src-main/commons/snapshot-sets/on-machine/set-sidecars.ts'
import { readResult } from '../../../src-main/domains/compare/on-machine/result-files.ts'
import { equalMarks } from '../../../src-main/domains/packages/on-machine/answer-capture.ts'
import { etcLastEqual } from '../../../src-main/domains/etc-tracking/on-machine/etc-memory.ts'
import { openNameMemory } from '../../../src-main/domains/files/on-machine/search/find-in-sets.ts'
import { hasFetched } from '../../../src-main/domains/home-sync/on-machine/memory/fetched-files.ts'
import { hasIncoming } from '../../../src-main/domains/home-sync/on-machine/incoming.ts'
import { forgetBases, knownBases } from '../../../src-main/domains/home-sync/on-machine/memory/bases.ts'
import { heldScan } from '../../../src-main/domains/home-sync/on-machine/memory/held-scans.ts'
import { readDifferent, readKept } from '../../../src-main/domains/home-sync/on-machine/memory/kept-file.ts'
import { readFound } from '../../../src-main/domains/home-sync/on-machine/scan/found-file.ts'
import { findFrozen } from '../../../src-main/domains/home-sync/on-machine/scan/freeze-home.ts'
import { openInventory } from '../../../src-main/domains/home-sync/on-machine/inventory/outline-file.ts'
import { readSummary } from '../../../src-main/domains/home-sync/on-machine/scan/summary-file.ts'
import { readImageMemory } from '../../../src-main/domains/images/on-machine/image-memory.ts'
import {
  readJournal,
  readLast,
  readOrder,
  readRequest,
} from '../../../src-main/domains/rollback/on-machine/state/operation.ts'
import { readHeld } from '../../../src-main/domains/snapshots/on-machine/measure/measure-held.ts'
import { readRetentionFile } from '../../../src-main/domains/snapshots/on-machine/retention/retention-file.ts'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import { createLogger } from '../../../src-main/kernel/logger.ts'
import { listSetAside, setAside } from '../../../src-main/tools/files/set-aside.ts'
import { listWork } from '../../../src-main/journal/work-records.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('state')))

const damages = [
  ['garbage', '\u0000\u0001 not what we wrote'],
  ['nothing', ''],
  ['half of it', '{"version":1,"swi'],
  ['another version', '{"version":999,"switchIds":[],"fingerprints":{}}'],
  ['another shape', '{"unknown":true}'],
] as const

function damage(file: string, text: string): string {
  const whole = path.join(folder, file)
  mkdirSync(path.dirname(whole), { recursive: true })
  writeFileSync(whole, text)
  return whole
}

/** What the log of an agent says while `work` runs. */
function loggedBy(work: () => unknown): readonly string[] {
  const lines: string[] = []
  const stop = logSetAside(createLogger((line) => void lines.push(line), systemClock))
  work()
  stop()
  return lines
}

const fetchedLot = '0198c0de-0000-4000-8000-000000000001'

const memories: readonly (readonly [file: string, read: () => unknown, nothing: unknown])[] = [
  ['home-base/bases.json', () => knownBases(folder), []],
  ['home/incoming.json', () => hasIncoming(folder, 's'), false],
  [`home/fetched/${fetchedLot}.json`, () => hasFetched(folder), false],
  ['home/switches/s/held.json', () => heldScan(folder, 's', 'planned'), undefined],
  ['frozen.json', () => findFrozen(folder), undefined],
  [
    'images.json',
    () => readImageMemory(folder),
    { version: 1, read: {}, offered: {}, placed: {}, equal: {}, base: {} },
  ],
  ['etc-last-equal.json', () => etcLastEqual.read(folder), { version: 1, fingerprints: {} }],
  ['packages-last-equal.json', () => equalMarks.read(folder), { version: 1, fingerprints: {} }],
  ['snapshots-held.json', () => readHeld(folder, []), undefined],
  ['snapshots/s/space.json', () => readMeasured(folder, 's'), undefined],
  ['rollback/last.json', () => readLast(folder), undefined],
  ['work/w.json', () => listWork(path.join(folder, 'work')), []],
  [`compare/${'0'.repeat(32)}.changes`, () => readResult(path.join(folder, 'compare'), '0'.repeat(32)), undefined],
  ['snapshot-names/home/a.json.gz', () => openNameMemory(folder, 'home').recall('a', 'b'), undefined],
]

describe.each(memories)('the memory %s', (file, read, nothing) => {
  it.each(damages)('with %s in it is set aside and told, and the work goes on without it', (_what, text) => {
    const whole = damage(file, text)
    let recalled: unknown
    const told = loggedBy(() => (recalled = read()))
    expect(recalled).toEqual(nothing)
    const names = readdirSync(path.dirname(whole))
    expect(names).toEqual([expect.stringMatching(`${path.basename(file)}.damaged-`)])
    expect(readFileSync(path.join(path.dirname(whole), names[0] ?? ''), 'utf8')).toBe(text)
    expect(told).toEqual([expect.stringContaining(whole)])
    expect(loggedBy(read)).toEqual([])
  })
})

const certain: readonly (readonly [file: string, read: () => unknown])[] = [
  ['lock.json', () => readLock(folder)],
  ['rollback/order.json', () => readOrder(folder)],
  ['rollback/request.json', () => readRequest(folder)],
  ['rollback/journal.json', () => readJournal(folder)],
  ['retention.json', () => readRetentionFile(folder)],
  ['snapshot-extra.json', () => readExtraFolders(folder)],
  ['snapshot-holds/h.json', () => readHolds(folder)],
  ['kept.json', () => readKept(folder)],
  ['different.json', () => readDifferent(folder)],
  ['found.json', () => readFound(folder)],
  ['summary.json', () => readSummary(folder)],
]

describe.each(certain)('the file %s', (file, read) => {
  it.each(damages)('with %s in it is an error that says what to do, and stays', (what, damaged) => {
    // Those of a rollback are of version 2.
    const text = file.startsWith('rollback/') ? damaged.replace('"version":1,', '"version":2,') : damaged
    const whole = damage(file, text)
    const hint = what === 'another version' ? /same version/ : /move it away\. ./
    const error = { code: 'state-unreadable', message: expect.stringContaining(whole) as string, hint }
    expect(read).toThrow(expect.objectContaining({ ...error, hint: expect.stringMatching(hint) as string }))
    expect(readFileSync(whole, 'utf8')).toBe(text)
  })
})

describe('what was set aside', () => {
  const names = (place: string): readonly string[] => readdirSync(path.join(folder, place)).sort()

  it('is listed with its old and its new name, the newest first', () => {
    for (const file of ['images.json', 'home-base/bases.json', 'snapshots/s/space.json']) setAside(damage(file, ''), '')
    const listed = listSetAside(folder)
    expect(listed.map(({ file }) => path.relative(folder, file)).sort()).toEqual([
      'home-base/bases.json',
      'images.json',
      'snapshots/s/space.json',
    ])
    for (const { file, aside } of listed) {
      expect(aside.startsWith(`${file}.damaged-`)).toBe(true)
      expect(readFileSync(aside, 'utf8')).toBe('')
    }
    expect(listSetAside(path.join(folder, 'missing'))).toEqual([])
  })

  it('stays through the next search, and of many in one folder the oldest go', () => {
    for (const time of [1, 2, 3, 4, 5, 6])
      damage(`snapshot-names/home/old.json.gz.damaged-2025010${time}T000000000Z`, '')
    damage('snapshot-names/home/gone.json.gz', 'of a set that is gone')
    const memory = openNameMemory(folder, 'home')
    damage('snapshot-names/home/a.json.gz', 'garbage')
    memory.recall('a', 'b')
    memory.forgetOthers([])
    expect(names('snapshot-names/home')).toEqual([
      expect.stringMatching(/^a\.json\.gz\.damaged-/),
      ...[3, 4, 5, 6].map((time) => `old.json.gz.damaged-2025010${time}T000000000Z`),
    ])
  })
})

describe('what else is read again later', () => {
  it.each(damages)('is an error of the configuration with %s in it', async (_what, text) => {
    const config = damage('machine.json', text)
    expect(() => readMachineConfig(config)).toThrow(expect.objectContaining({ code: 'invalid-configuration' }))
    damage('pairing.json', text)
    await expect(readPairing(folder)).rejects.toMatchObject({ code: 'invalid-configuration' })
  })

  it.each(damages)('asks for a new plan when the outline of a scan has %s in it', (_what, text) => {
    damage('inventory', '')
    damage('inventory.outline.json', text)
    const opening = () => openInventory(path.join(folder, 'inventory'))
    expect(opening).toThrow(expect.objectContaining({ code: 'plan-expired' }))
  })

  it.each(damages)('lists a snapshot set as undescribed with %s in its description', (_what, text) => {
    damage('description.json', text)
    expect(readContent(folder, 's')).toMatchObject({
      kind: 'undescribed',
      why: { id: 'snapshot-sets.descriptionUnreadable' },
    })
  })

  it.each(damages)('names the switch whose proof has %s in it', (_what, text) => {
    expect(() => parseProof('s1', text)).toThrow(expect.objectContaining({ code: 'state-unreadable' }))
  })

  it('can be forgotten when it is damaged', () => {
    damage('home-base/bases.json', 'garbage')
    forgetBases(folder)
    expect(knownBases(folder)).toEqual([])
  })
})
