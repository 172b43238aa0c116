import { spawnSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { ownFolder } from '../own-folder.ts'

const gate = 'assets/headless/tree/usr/lib/pc-switcher/apt-gate'
const recorded = readFileSync('test/fixtures/packages/gate-input-debian13.txt', 'utf8')
const input = recorded.slice(recorded.indexOf('\n') + 1)
const agreement = [
  'native amd64',
  'remove practice-right amd64',
  'put practice-editor amd64 2.0',
  'put practice-left amd64 1.0',
  'put practice-lib amd64 1.0',
  'put practice-tool amd64 1.0',
  'end',
]

let folder = ''
beforeEach(() => (folder = ownFolder('apt-gate')))

function ask(
  lines: readonly string[],
  plan = input,
  mode = 0o600,
): { readonly status: number | null; readonly said: string } {
  const file = join(folder, 'agreed')
  writeFileSync(file, `${lines.join('\n')}\n`)
  chmodSync(file, mode)
  const { status, stderr } = spawnSync(gate, [], { input: plan, env: { PC_SWITCHER_AGREED: file }, encoding: 'utf8' })
  return { status, said: stderr }
}

it('lets a plan pass in which everything was agreed to', () => {
  expect(ask(agreement)).toEqual({ status: 0, said: '' })
})

it.each(agreement.slice(1, -1))('stops apt when "%s" was not agreed to', (line) => {
  const answer = ask(agreement.filter((other) => other !== line))
  expect(answer.status).toBe(1)
  expect(answer.said).toBe(`pc-switcher: not agreed: ${line}\n`)
})

it('stops apt for another version than the agreed one', () => {
  expect(ask(agreement.map((line) => line.replace('practice-tool amd64 1.0', 'practice-tool amd64 1.1'))).status).toBe(
    1,
  )
})

it('lets what is unpacked already be finished', () => {
  const plan = 'VERSION 3\n\nold 1.0 all none = 1.0 all none **CONFIGURE**\n'
  expect(ask(['native amd64', 'end'], plan).status).toBe(0)
})

it('stops apt when it cannot know: torn agreement, one that others can write, another protocol, no plan, no agreement', () => {
  expect(ask(agreement.slice(0, -1)).said).toContain('not complete')
  expect(ask(agreement, input, 0o666).said).toContain('written by others')
  expect(ask(agreement, input.replace('VERSION 3', 'VERSION 4')).said).toContain('unknown protocol')
  expect(ask(agreement, 'VERSION 3\n\n').said).toContain('told nothing')
  expect(ask(agreement, 'VERSION 3\n\ngarbage\n').said).toContain('unreadable')
  expect(spawnSync(gate, [], { input, env: {} }).status).toBe(1)
})
