import type { Command } from 'commander'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allCommands } from '../../../src-main/shells/cli/all-commands.ts'
import { linesFor } from '../../../src-main/shells/cli/completion/complete.ts'
import { valuesOf } from '../../../src-main/shells/cli/completion/values.ts'
import { declared, knowingClient } from './completion-program.ts'

const projects = '/home/alice/Projects/Texte für das Büro, überarbeitet'
let appFolder: string
beforeAll(async () => {
  appFolder = await mkdtemp(path.join(tmpdir(), 'completion-'))
  const pairing = { version: 1, peer: { name: 'xps', address: '192.0.2.2', port: 22 } }
  await writeFile(path.join(appFolder, 'pairing.json'), JSON.stringify(pairing))
})
afterAll(() => rm(appFolder, { recursive: true }))

/** What fits after these words, without what it is. */
async function fits(line: readonly string[], isRunning = true) {
  const lines = await linesFor(declared, line, { appFolder, client: isRunning ? knowingClient : undefined })
  return lines.map((one) => one.split('\t')[0])
}

describe('what fits at the cursor of a command line', () => {
  it('are the commands, what is below one, and its options with what they are', async () => {
    expect(await fits([''])).toEqual(expect.arrayContaining(['status', 'switch', 'snapshots', 'kept']))
    expect(await fits([''])).not.toContain('complete')
    expect(await fits(['snapshots', 'ro'])).toEqual(expect.arrayContaining(['rollback', 'rollback-state']))
    const options = await linesFor(declared, ['snapshots', 'rollback', '2026', '-'], { appFolder, client: undefined })
    expect(options).toContain('--at-next-start\troll back at the next restart')
  })

  it.each([
    { line: ['switch', '--to', ''], words: ['xps'] },
    { line: ['switch', '--to='], words: ['--to=xps'] },
    { line: ['snapshots', 'list', '--on', ''], words: ['xps', hostname()] },
    { line: ['snapshots', 'show', ''], words: ['20261120T0817', '20261120T0917'] },
    { line: ['snapshots', 'diff', '20261120T0817', ''], words: ['20261120T0817', '20261120T0917'] },
    { line: ['snapshots', 'delete', 'one', 'two', ''], words: ['20261120T0817', '20261120T0917'] },
    { line: ['log', ''], words: ['b76059', 'b7aaaa'] },
    { line: ['etc', 'forget', ''], words: ['/etc/practice notes/a.conf'] },
    { line: ['kept', 'forget', ''], words: ['work.qcow2', '$(touch ran).qcow2'] },
    { line: ['packages', 'rule', ''], words: ['docker.io:amd64', 'cups.service'] },
    { line: ['packages', 'rule', 'mosh', ''], words: ['apart', 'both', 'never', 'none'] },
    { line: ['containers', 'rule', ''], words: ['localhost/shop:1', 'shop_db', 'scratch-*'] },
    { line: ['containers', 'rule', 'shop_db', ''], words: ['apart', 'both', 'never', 'none'] },
    { line: ['home', 'include', ''], words: [':files', `${homedir()}/Downloads/films`, '/home/bob'] },
    { line: ['live', 'on', ''], words: [':files', '/home/alice/Videos', '/home/alice/Templates'] },
    { line: ['live', 'off', '~/Documents', ''], words: ['/home/alice/Documents', '/home/alice/Pictures', projects] },
    { line: ['home', 'beforehand', ''], words: ['on', 'off'] },
    { line: ['etc', 'always', '/etc/ho'], words: [':files'] },
    { line: ['switch', '--to', 'xps', '--answers', ''], words: [':files'] },
    { line: ['snapshots', 'retention', '--schedule', ''], words: ['off', 'hourly', 'daily', 'weekly', 'monthly'] },
    { line: ['completion', ''], words: ['bash', 'zsh', 'fish'] },
    { line: ['snapshots', 'rollback', '--subvolume', 'home', ''], words: ['system', 'home', 'images'] },
    { line: ['log', 'b76059', 'one too many'], words: ['--json', '--list'] },
    { line: ['no', 'such', ''], words: [] },
  ])('after $line', async ({ line, words }) => {
    const found = await fits(line)
    if (words.length === 0) expect(found).not.toContain('xps')
    else expect(found).toEqual(words)
  })

  it('are names of laptops also when no app is running, and no ids', async () => {
    expect(await fits(['plan', '--to', ''], false)).toEqual(['xps'])
    expect(await fits(['snapshots', 'show', ''], false)).toEqual([])
    expect(await fits(['log', ''], false)).toEqual([])
  })

  it('is nothing, and no error, where a laptop is not paired', async () => {
    expect(await linesFor(declared, ['plan', '--to', ''], { appFolder: '/nonexistent', client: undefined })).toEqual([])
  })
})

it('says of every argument and every value of an option where it comes from', () => {
  const unknown = commandsIn(declared.program, '').flatMap(({ names, command }) => {
    const ofOptions = command.options.flatMap(({ flags, argChoices }) =>
      argChoices === undefined ? (/[<[]([^>\].]+)/.exec(flags)?.[1] ?? []) : [],
    )
    const ofArguments = command.registeredArguments.flatMap((one) => (one.argChoices === undefined ? one.name() : []))
    return [...ofOptions, ...ofArguments]
      .filter((placeholder) => valuesOf(declared.completes, names, placeholder) === undefined)
      .map((placeholder) => `${names} ${placeholder}`)
  })
  expect(unknown).toEqual([])
})

it('says of none twice where it comes from', () => {
  const said = allCommands.flatMap(({ completes = {} }) => Object.keys(completes))
  expect(said).toEqual([...new Set(said)])
})

function commandsIn(command: Command, names: string): readonly { readonly names: string; readonly command: Command }[] {
  return command.commands
    .filter((one) => one.name() !== 'complete')
    .flatMap((one) => {
      const all = `${names} ${one.name()}`.trim()
      return one.commands.length > 0 ? commandsIn(one, all) : [{ names: all, command: one }]
    })
}
