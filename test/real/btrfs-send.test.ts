/** What btrfs says of two real snapshots, asked without its own program. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { readSend, sendArgv } from '../../src-main/tools/btrfs/btrfs-send.ts'
import { createSendReader, type SendCommand } from '../../src-main/tools/btrfs/btrfs-send-stream.ts'
import { findSendingDevices } from '../../src-main/tools/btrfs/btrfs-senders.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const disk = forAllTests(() => makeLoopBtrfs(512))
let home: string
const at = (name: string) => path.join(disk.top, name)
const snapshot = (name: string) => sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', home, at(name))

beforeAll(() => {
  home = at('home')
  sh('btrfs', '-q', 'subvolume', 'create', home)
  for (const name of ['one', 'two', 'three']) writeFileSync(path.join(home, name), name.repeat(3_000))
  snapshot('before')
  mkdirSync(path.join(home, 'many'))
  for (let n = 0; n < 15_000; n += 1) writeFileSync(path.join(home, 'many', `a name of some length ${n}`), '')
  renameSync(path.join(home, 'one'), path.join(home, 'many/caf\u00e9\n'))
  rmSync(path.join(home, 'two'))
  sh('cp', '--reflink=always', path.join(home, 'three'), path.join(home, 'many/copy'))
  snapshot('after')
})

const commandsOf = (argv: readonly [string, ...string[]]): readonly SendCommand[] => {
  const [program, ...words] = argv
  const commands: SendCommand[] = []
  const reader = createSendReader((command) => commands.push(command))
  reader.push(execFileSync(program, words, { maxBuffer: 2 ** 28 }))
  reader.end()
  return commands
}

it('is what its own program says', () => {
  const theirs = commandsOf(['btrfs', 'send', '--quiet', '--no-data', '-p', at('before'), at('after')])
  expect(theirs.length).toBeGreaterThan(15_000)
  expect(theirs.some(({ kind }) => kind === 'data')).toBe(true)
  expect(commandsOf(sendArgv({ parent: at('before'), snapshot: at('after') }))).toEqual(theirs)
})

it.each([
  ['a place that can be written to', 'home', /Operation not permitted/],
  ['a place that is not there', 'none', /No such file or directory/],
])('of %s is an error that names it', async (_what, name, why) => {
  const asked = readSend({ parent: at('before'), snapshot: at(name) }, () => undefined, {})
  await expect(asked).rejects.toMatchObject({ code: 'tool-failed', details: expect.stringMatching(why) as string })
})

it('is seen to need both while it is asked, and needs nothing when whoever asked is killed', async () => {
  const [program, ...words] = sendArgv({ parent: at('before'), snapshot: at('after') })
  // Nobody reads: it stands still in the middle.
  const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'ignore'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const needed = () => ['before', 'after'].map((name) => findSendingDevices().has(statSync(at(name)).dev))
  await new Promise((resolve) => child.stdout.once('readable', resolve))
  expect(needed()).toEqual([true, true])
  child.kill('SIGKILL')
  await ended
  await expect.poll(needed).toEqual([false, false])
})

it('ends when it is stopped, and says so', async () => {
  const stop = new AbortController()
  const asked = readSend({ parent: at('before'), snapshot: at('after') }, () => stop.abort(), { signal: stop.signal })
  await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
  await expect.poll(() => findSendingDevices().size).toBe(0)
})
