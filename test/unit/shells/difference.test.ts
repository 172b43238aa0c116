/** Two versions of a file at a terminal. */
import { expect, it } from 'vitest'
import type { LookSide } from '../../../src-main/contract/look.ts'
import { differencesOf } from '../../../src-main/shells/cli/asking/differences.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { differenceLines } from '../../../src-main/shells/cli/difference.ts'
import { pagerIn } from '../../../src-main/tools/pager.ts'
import { planOf } from '../../renderer/plans.ts'
import { question } from '../switch/rehearsed-steps.ts'
import { appOf } from './command-parts.ts'

const text = (contents: string): LookSide => ({
  ...{ kind: 'text', text: contents, mode: '0644', owner: 'root root' },
  ...{ changedAt: '2026-11-20T08:00:00.000Z', bytes: contents.length },
})
const between = (before: LookSide, after: LookSide, isSecret = false) =>
  differenceLines({ head: 'XPS 13, now', side: before }, { head: 'P17, would be copied', side: after }, isSecret)

it('is a patch in colours, the one that would be copied in green', () => {
  const lines = between(text('a\nold\nc\n'), text('a\nnew\nc\n'))
  expect(lines.slice(2)).toEqual([
    '@@ -1,3 +1,3 @@',
    ' a',
    { tone: 'bad', text: '-old' },
    { tone: 'good', text: '+new' },
    ' c',
  ])
  expect(lines.slice(0, 2).map(textOf)).toEqual([
    expect.stringMatching(/^--- XPS 13, now, .*root root 0644$/),
    expect.stringMatching(/^\+\+\+ P17, would be copied, .*root root 0644$/),
  ])
})

it('shows no value of a secret, not even one that is the same on both', () => {
  const shown = between(text('Name = x\nKey = one\n'), text('Name = x\nKey = two\n'), true).map(textOf)
  expect(shown).toContain('-Key = ••••••')
  expect(shown).toContain('+Key = ••••••')
  expect(shown).toContain(' Name = ••••••')
  expect(shown.join('\n')).not.toMatch(/one|two/)
})

it('has all lines of a file that one of them lacks, and says that it is not there', () => {
  const lines = between({ kind: 'absent' }, text('a\nb\n')).map(textOf)
  expect(lines[0]).toBe('--- XPS 13, now, not there')
  expect(lines.slice(-3)).toEqual(['@@ -0,0 +1,2 @@', '+a', '+b'])
})

it('says why there are no lines', () => {
  const opaque: LookSide = {
    ...{ kind: 'opaque', sha256: 'x', mode: '0600', owner: 'root root' },
    ...{ changedAt: '2026-11-20T08:00:00.000Z', bytes: 3, note: 'Only root may read it.' },
  }
  const binary = between(opaque, text('a\n')).map(textOf)
  expect(binary[0]).toContain('Only root may read it.')
  expect(binary.at(-1)).toContain('no text')
  expect(between(text('a\n'), text('a\n')).map(textOf).at(-1)).toContain('The text is the same')
})

it('takes PAGER for the name of a program, and never for a command', () => {
  expect(pagerIn({ PAGER: 'cat' })).toEqual(['cat'])
  for (const PAGER of ['less -X', 'cat; id', '$(id)', './cat', 'no-such-program', undefined]) {
    expect(pagerIn({ PAGER })?.[0]).not.toContain(PAGER ?? 'cat')
  }
})

it('of a question about a folder has the files in it that differ, one after the other', async () => {
  const entry = (path: string, type: 'file' | 'folder') => ({
    ...{ name: path, path, type, onlyFrom: 0, onlyTo: 0, differ: 1 },
  })
  const inFolder: Readonly<Record<string, unknown[]>> = {
    '': [entry('alice/Notes/a.md', 'file'), entry('alice/Notes/old', 'folder')],
    'alice/Notes/old': [entry('alice/Notes/old/b.md', 'file')],
  }
  const pathOf = (input: unknown) => (input as { readonly path?: string }).path ?? ''
  const { client } = appOf({
    'switch.browse': (input) => {
      const entries = inFolder[pathOf(input)] ?? []
      return { path: pathOf(input), total: entries.length, entries, isWhole: true }
    },
    'switch.look': (input) => ({ from: text(`${pathOf(input)} new\n`), to: text('old\n') }),
  })
  const asked = question({ id: 'home:Notes', canLook: true, subject: { kind: 'home', place: 'Notes' } })
  const lines = (await differencesOf(client, planOf(), asked)).map(textOf)
  expect(lines.filter((line) => /^[+-][^+-]/.test(line))).toEqual([
    '-old',
    '+alice/Notes/a.md new',
    '-old',
    '+alice/Notes/old/b.md new',
  ])
  expect(lines.filter((line) => line.startsWith('/home/'))).toEqual([
    '/home/alice/Notes/a.md',
    '/home/alice/Notes/old/b.md',
  ])
})
