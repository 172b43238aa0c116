import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Snapshot } from '../../../src-main/contract/snapshot-calls.ts'
import { bashCompletion, manualPage } from '../../../src-main/shells/cli/describe-program.ts'
import { makeProgram } from '../../../src-main/shells/cli/make-program.ts'
import { pickSnapshot, placeOf } from '../../../src-main/shells/cli/snapshots/choose.ts'

const nothing = () => Promise.resolve()
const program = makeProgram({
  does: () => nothing,
  printUrl: nothing,
  openPage: nothing,
  serve: nothing,
  print: () => undefined,
  printHelp: () => undefined,
})

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
    expect(() => pickSnapshot(list, '2026')).toThrow(/matches 2 snapshots/)
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

  it.each([
    [['pc-switcher', 'snap'], 'snapshots'],
    [['pc-switcher', 'snapshots', 'roll'], 'rollback'],
    [['pc-switcher', 'snapshots', 'rollback', '2026', '--at'], '--at-next-start'],
    [['pc-switcher', 'etc', 'al'], 'always'],
  ])('completes %j in bash', (words, expected) => {
    const script =
      'source /dev/stdin <<<"$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pc_switcher; echo "${COMPREPLY[*]}"'
    const answer = execFileSync('bash', ['-c', script, bashCompletion(program), ...words], { encoding: 'utf8' })
    expect(answer.trim().split(' ')).toContain(expected)
  })
})
