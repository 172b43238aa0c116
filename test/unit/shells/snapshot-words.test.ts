import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../../src-main/contract/snapshot-calls.ts'
import { manualPage } from '../../../src-main/shells/cli/describe-program.ts'
import { pickSnapshot, placeOf, shortSnapshotIds } from '../../../src-main/shells/cli/snapshots/choose.ts'
import { snapshotLines } from '../../../src-main/shells/cli/snapshots/texts.ts'
import { declared } from './completion-program.ts'

const program = declared.program

function snapshot(id: string, laptop = 'p17'): Snapshot {
  return {
    id,
    laptop,
    at: '2026-11-20T07:52:00.123Z',
    areas: ['system', 'home'],
    areaTitles: ['Home files', 'System'],
    subvolumes: [
      { subvolume: 'system', title: 'System', shortTitle: 'System', path: '/' },
      { subvolume: 'home', title: 'Home files', shortTitle: 'Home files', path: '/home' },
      { subvolume: 'nested/261', title: 'alice/projects', shortTitle: 'alice/projects' },
    ],
    reason: 'manual',
    description: 'Taken by hand',
    pinned: false,
    space: { kind: 'unknown' },
    readable: true,
  }
}

describe('choosing a snapshot by the words of a person', () => {
  const list = { snapshots: [snapshot('20261120T0752-a'), snapshot('20261120T0752-b', 'xps')], missing: [] }

  it('takes the start of an id when only one fits', () => {
    expect(pickSnapshot(list, '20261120T0752-b').laptop).toBe('xps')
    expect(pickSnapshot(list, '20261120T0752', 'xps').id).toBe('20261120T0752-b')
  })

  it('refuses one that fits several and names them', () => {
    expect(() => pickSnapshot(list, '2026')).toThrow(
      '"2026" fits 2 snapshots: 20261120T0752-a on p17, 20261120T0752-b on xps.',
    )
  })

  it('lists them by as much of their ids as names one, to the minute at least', () => {
    const snapshots = ['20261120T075201000Z-a', '20261120T075259000Z-b', '20261120T0853-c'].map((id) => snapshot(id))
    const short = shortSnapshotIds(snapshots)
    expect([...short.values()]).toEqual(['20261120T07520', '20261120T07525', '20261120T0853'])
    for (const [id, start] of short) expect(pickSnapshot({ snapshots, missing: [] }, start).id).toBe(id)
    expect(snapshotLines(snapshots, short).at(-1)).toContain('  20261120T0853   Taken by hand')
  })

  it('says so when none fits, and which laptop did not answer', () => {
    const error = { code: 'unreachable' as const, message: 'xps does not answer.', hint: 'Wake it.' }
    expect(() => pickSnapshot({ ...list, missing: [{ laptop: 'xps', error }] }, 'nothing')).toThrow(/No snapshot/)
  })

  it('finds the subvolume of an absolute path by itself', () => {
    const one = snapshot('a')
    expect(placeOf(one, '/home/alice/letter', 'system')).toEqual({ subvolume: 'home', path: 'alice/letter' })
    expect(placeOf(one, '/etc/hosts', 'home')).toEqual({ subvolume: 'system', path: 'etc/hosts' })
    expect(placeOf(one, '/home', 'home')).toEqual({ subvolume: 'home', path: '' })
    expect(placeOf(one, 'alice/é/', 'home')).toEqual({ subvolume: 'home', path: 'alice/\u00c3\u00a9' })
  })

  it('refuses a subvolume that the snapshot does not have', () => {
    expect(() => placeOf(snapshot('a'), 'x', 'images')).toThrow(/no subvolume "images"/)
  })
})

describe('the words of the command line, told elsewhere', () => {
  it('makes a manual page that man(1) reads without a complaint', () => {
    const page = manualPage(program, '0.1.0')
    const shown = execFileSync('man', ['--warnings', '--local-file', '-'], { input: page, encoding: 'utf8' })
    expect(shown).toContain('snapshots rollback')
    expect(shown).toContain('--at-next-start')
    expect(shown).toContain('EXIT STATUS')
  })
})
