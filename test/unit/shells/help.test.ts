/** `pc-switcher` alone, its help, and what is said of words that are no command. */
import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { findTopics, helpTopics } from '../../../src-main/contract/help-words.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { manualPage } from '../../../src-main/shells/cli/describe-program.ts'
import { wrapText } from '../../../src-main/shells/cli/fit-lines.ts'
import { wordsTyped } from '../../../src-main/shells/cli/help/program.ts'
import { topicLines } from '../../../src-main/shells/cli/help/texts.ts'
import { makeProgram } from '../../../src-main/shells/cli/make-program.ts'
import type { Does } from '../../../src-main/shells/cli/program-parts.ts'
import { reportUsage } from '../../../src-main/shells/cli/report-usage.ts'
import { overviewLines } from '../../../src-main/shells/cli/texts.ts'
import { overview } from '../../renderer/laptops.ts'
import { worlds } from '../../renderer/worlds.ts'
import { appOf, outputInto } from './command-parts.ts'
import { noParts } from './program-parts.ts'

const headings = ['Switch:', 'What travels:', 'Snapshots:', 'Backups:', 'Disks:', 'Laptops and app:']
const app = appOf({
  overview: () => overview,
  'switch.state': () => ({ kind: 'idle' }),
  'home.savedSince': () => ({}),
})

/** What is said when this is typed; `reaches`: whether an app can be started. */
async function typed(words: readonly string[], reaches = true): Promise<string> {
  const said: string[] = []
  const does: Does = (make) => async () => {
    if (!reaches) throw new AppError({ code: 'interrupted', message: 'The app cannot start.', hint: 'Do this.' })
    await make(app, outputInto(said))
  }
  const program = makeProgram({ ...noParts, does, say: (line) => void said.push(textOf(line)) })
  await program.parseAsync(wordsTyped(words), { from: 'user' })
  return said.join('\n')
}

describe('pc-switcher alone', () => {
  it('says how things stand and what comes next, then every command by its room', async () => {
    const said = await typed([])
    const [sentence = ''] = (await typed(['status'])).split('\n')
    expect(said.split('\n')[0]).toBe(sentence)
    expect(said).toContain('pc-switcher switch --')
    expect(said.match(/^[A-Z].*:$/gm)).toEqual(headings)
    expect(said).toMatch(/^ {2}snapshots +browse/m)
  })

  it('has the commands also where the app cannot tell how things stand', async () => {
    const said = await typed([], false)
    expect(said.split('\n')[0]).toBe('The app cannot start. Do this.')
    expect(said.match(/^[A-Z].*:$/gm)).toEqual(headings)
  })
})

it.each([
  { world: 'running', next: 'Show progress: pc-switcher follow' },
  { world: 'interrupted', next: 'To finish it: pc-switcher resume' },
] as const)('says what comes next of a switch that is $world', ({ world, next }) => {
  const state = Object.values(worlds)
    .map((make) => make().state)
    .find(({ kind }) => kind === world)
  expect(
    overviewLines({ ...overview, openSwitch: undefined }, state, Date.parse(overview.here.facts?.askedAt ?? '')).map(
      textOf,
    ),
  ).toContain(next)
})

it('lists in the help and in the manual page every command in a room', () => {
  const program = makeProgram(noParts)
  expect(program.helpInformation()).not.toContain('\nCommands:')
  expect(manualPage(program, '1').match(/^\.SS .*/gm)).toEqual(headings.map((one) => `.SS ${one.replace(':', '')}`))
})

describe('help', () => {
  it.each(helpTopics)(
    'on $id fits a small terminal, and has a page and a command',
    async ({ id, question, ...topic }) => {
      const said = await typed(['help', id])
      expect(said.split('\n')[0]).toBe(question)
      expect(said).not.toMatch(/`|\b_/)
      expect(wrapText(topicLines({ id, question, ...topic }).join('\n'), 80).split('\n').length).toBeLessThanOrEqual(12)
      expect(said).toContain('pc-switcher ')
    },
  )

  it('names only commands and options that there are', async () => {
    const named = helpTopics.flatMap(({ steps }) => [...steps.join(' ').matchAll(/`pc-switcher ([a-z -]+)/g)])
    for (const [, words = ''] of named) {
      const said = await typed(['help', ...words.split(' ').filter((word) => /^[a-z]/.test(word))])
      for (const option of words.match(/--[a-z]+/g) ?? []) expect(said).toContain(option)
      expect(said).toContain(`Usage: pc-switcher ${words.split(' ')[0]}`)
    }
  })

  it('finds a topic by words that a person has for it', () => {
    const found = (words: string) => findTopics(words).map(({ id }) => id)
    expect(found('how do I get a deleted file back')).toEqual(['restore-a-file'])
    expect(found('exclude folder')).toContain('leave-a-folder-out')
    expect(found('revert switch')).toEqual(['undo'])
    expect(found('laptop stolen')).toEqual(['new-laptop'])
    expect(found('xyzzy')).toEqual([])
  })

  it('of a command is its own, of any other words what there is on them', async () => {
    expect(await typed(['help', 'snapshots', 'diff'])).toContain('Usage: pc-switcher snapshots diff')
    expect(await typed(['help', 'deleted', 'file'])).toContain('How do I get a deleted file back?')
    await expect(typed(['help', 'xyzzy'])).rejects.toMatchObject({ code: 'invalid-input' })
  })
})

describe('words that are no command', () => {
  it.each([
    { words: ['statu'], hint: 'Did you mean "pc-switcher status"?\nSee: pc-switcher --help' },
    { words: ['backup'], hint: 'Did you mean "pc-switcher copies"?\nSee: pc-switcher --help' },
    { words: ['gc'], hint: 'Did you mean "pc-switcher jobs start bundles-room"?\nSee: pc-switcher --help' },
    {
      words: ['bundle', 'gc'],
      hint: 'Did you mean "pc-switcher jobs start bundles-room"?\nSee: pc-switcher bundle --help',
    },
    { words: ['switch', '--dry-run'], hint: 'Did you mean "pc-switcher plan"?\nSee: pc-switcher switch --help' },
    { words: ['rollback'], hint: 'Did you mean "pc-switcher snapshots rollback"?\nSee: pc-switcher --help' },
    { words: ['xyzzy'], hint: 'See: pc-switcher --help' },
    {
      words: ['snapshots', 'lst'],
      hint: 'Did you mean "pc-switcher snapshots list"?\nSee: pc-switcher snapshots --help',
    },
    {
      words: ['switch', '--answer', 'x'],
      hint: 'Did you mean "pc-switcher switch --answers"?\nSee: pc-switcher switch --help',
    },
    { words: ['snapshots', 'show'], hint: 'See: pc-switcher snapshots show --help' },
  ])('$words lead to the nearest, and to the help of their own group', async ({ words, hint }) => {
    const told: unknown[] = []
    const program = makeProgram(noParts)
    const thrown: unknown = await program.parseAsync(words, { from: 'user' }).catch((error: unknown) => error)
    if (!(thrown instanceof CommanderError)) throw new Error('the words were understood', { cause: thrown })
    expect(reportUsage({ ...outputInto([], told), json: true }, thrown, { program, words })).toBe(2)
    expect(told).toMatchObject([{ error: { hint } }])
  })
})
