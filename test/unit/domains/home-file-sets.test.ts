/** What makes one thing stays one, in the plan and while a switch runs, on two laptops in memory. */
import { describe, expect, it } from 'vitest'
import { joinFileSets, type FileSet } from '../../../src-main/domains/home-sync/file-sets/file-set.ts'
import { keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import type { Differing } from '../../../src-main/domains/home-sync/on-pair/compare/compare-homes.ts'
import { newTally } from '../../../src-main/domains/home-sync/on-pair/plan/tally.ts'
import { createUnits } from '../../../src-main/domains/home-sync/on-pair/plan/units.ts'
import { vanishedDecisions } from '../../../src-main/domains/home-sync/on-pair/plan/vanished-decisions.ts'
import { tornWholes } from '../../../src-main/domains/home-sync/on-pair/run/agree-on.ts'
import { scansOf, shared } from './home-laptops.ts'

const differing = (...paths: readonly string[]): readonly Differing[] =>
  paths.map((path) => ({ key: keyOfPath(path), kind: 'differs', from: shared({}), to: shared({ mtime: '9.0' }) }))

const guest: FileSet = { kind: 'guest', paths: ['alice/VMs/win', 'alice/disks/win.vdi'] }

describe('sets of which one lies in another', () => {
  it('are one where a part of it lies elsewhere, called by what it mostly is', () => {
    const chain: FileSet = { kind: 'image', paths: ['alice/VMs/win/top.qcow2', 'alice/bases/base.qcow2'] }
    const other: FileSet = { kind: 'database', paths: ['alice/x.db', 'alice/x.db-wal'] }
    const paths = ['alice/VMs/win', 'alice/disks/win.vdi', 'alice/bases/base.qcow2']
    for (const sets of [
      [guest, chain],
      [chain, guest],
    ]) {
      expect(joinFileSets([...sets, other])).toEqual([{ kind: 'guest', paths }, other])
    }
    const space: FileSet = { kind: 'database-folder', paths: ['alice/hg/pg', 'alice/space'] }
    const around: FileSet = { kind: 'working-copy', paths: ['alice/hg'] }
    expect(joinFileSets([around, space])).toEqual([{ kind: 'database-folder', paths: ['alice/hg', 'alice/space'] }])
  })

  it('are two where all of it does', () => {
    const inside: FileSet = { kind: 'database', paths: ['alice/VMs/win/x.db', 'alice/VMs/win/x.db-wal'] }
    expect(joinFileSets([guest, inside])).toEqual([guest, inside])
  })

  it('go with the repository that has all of them', () => {
    const inside: FileSet = { kind: 'database-folder', paths: ['alice/repo/pg', 'alice/repo/space'] }
    expect(createUnits(['alice/repo'], [inside]).spreadOf(keyOfPath('alice/repo/space/1'))).toBeUndefined()
    const outside: FileSet = { kind: 'database-folder', paths: ['alice/repo/pg', 'alice/space'] }
    expect(createUnits(['alice/repo'], [outside]).spreadOf(keyOfPath('alice/space/1'))?.paths).toEqual(outside.paths)
  })
})

describe('much that is gone of a thing', () => {
  it('is kept with the rest of it', async () => {
    const gone = { key: keyOfPath('alice/VMs/win/old.vdi'), items: 30, bytes: 30 }
    const alone = { key: keyOfPath('alice/VMs/notes'), items: 30, bytes: 30 }
    const taken = {
      tally: newTally(),
      examples: { deleted: [], changed: [], added: [] },
      perhapsRenamed: { deleted: [], changed: [], added: [] },
      vanished: [gone, alone],
      keptCommits: [],
    }
    const { wholeOf } = createUnits([], [guest])
    const went = { noted: new Map(), isSame: () => false }
    const vanishing = { there: { entries: 100, bytes: 100 }, went, wholeOf }
    const decisions = await vanishedDecisions(taken, vanishing, 'alice')
    expect(decisions.flatMap(({ paths }) => paths)).toEqual([...guest.paths, 'alice/VMs/notes'])
  })
})

describe('what stays of a thing while a switch runs', () => {
  const torn = async (
    sets: readonly FileSet[],
    kept: readonly string[],
    own: readonly string[],
    ...paths: readonly string[]
  ) => {
    const scans = await scansOf({}, {})
    const { from, to } = scans
    const withSets = { from: { ...from, scan: { ...from.scan, fileSets: [...sets] } }, to }
    return tornWholes(withSets, { differing: differing(...paths), own, kept })
  }

  it('keeps the rest of it, also where it was kept with a folder around', async () => {
    for (const kept of ['alice/disks/win.vdi', 'alice/disks', 'alice/VMs']) {
      const rest = await torn([guest], [kept], [], 'alice/VMs/win/win.vbox', 'alice/disks/win.vdi', 'alice/a')
      expect(rest).toEqual(guest.paths)
    }
    expect(await torn([guest], ['alice/other'], [], 'alice/VMs/win/win.vbox')).toEqual([])
    expect(await torn([guest], [], ['alice/disks/win.vdi'], 'alice/VMs/win/win.vbox')).toEqual(guest.paths)
  })
})
