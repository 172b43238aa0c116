/** What scripts of packages are told while a switch installs packages: services that did not run are not started. */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { ownFolder } from '../own-folder.ts'

const program = resolve('assets/headless/tree/usr/lib/pc-switcher/start-policy')
let folder: string
let policy: string
let running: string
const ask = (file: string, ...words: readonly string[]) => {
  const { status, stderr } = spawnSync(file, words, {
    encoding: 'utf8',
    env: {
      PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
      PC_SWITCHER_RUNNING_UNITS: running,
      PC_SWITCHER_POLICY: policy,
    },
  })
  return stderr === '' ? status : stderr
}
const isThere = (file: string) => lstatSync(file, { throwIfNoEntry: false }) !== undefined

beforeEach(() => {
  folder = ownFolder('start-policy')
  policy = join(folder, 'policy-rc.d')
  running = join(folder, 'running')
  mkdirSync(join(folder, 'bin'))
  const systemctl = join(folder, 'bin/systemctl')
  writeFileSync(
    systemctl,
    '#!/bin/sh\necho "ssh.service loaded active running OpenBSD"\necho "cron.timer loaded active"\n',
  )
  chmodSync(systemctl, 0o755)
})

it.each([
  [['ssh', 'start', '2'], 0],
  [['ssh.service', 'restart'], 0],
  [['--quiet', 'ssh.service', 'restart'], 0],
  [['cron.timer', 'start'], 0],
  [['docker', 'start', '5'], 101],
  [['docker.service', 'restart'], 101],
  [['docker.service', 'start|restart'], 101],
  [['docker.service', 'stop'], 0],
  // Never taken for a pattern, or for a part of a name.
  [['.*.service', 'start'], 101],
  [['sh', 'start'], 101],
])('answers %j with %i', (words, code) => {
  expect(ask(program, 'begin')).toBe(0)
  expect(ask(policy, ...words)).toBe(code)
  expect(ask(program, 'end')).toBe(0)
  expect({ policy: isThere(policy), running: existsSync(running) }).toEqual({ policy: false, running: false })
})

it('allows everything when a power cut left it there', () => {
  expect(ask(program, 'begin')).toBe(0)
  rmSync(running)
  expect(ask(policy, 'docker', 'start')).toBe(0)
  expect(ask(program, 'begin')).toBe(0)
  expect(ask(program, 'end')).toBe(0)
  expect(isThere(policy)).toBe(false)
})

it('holds nothing back where systemd does not say what runs', () => {
  writeFileSync(join(folder, 'bin/systemctl'), '#!/bin/sh\nexit 1\n')
  expect(ask(program, 'begin')).not.toBe(0)
  expect({ policy: isThere(policy), running: existsSync(running) }).toEqual({ policy: false, running: false })
})

it('leaves a policy of somebody else alone', () => {
  writeFileSync(policy, 'theirs')
  expect(ask(program, 'begin')).toBe(0)
  expect(ask(program, 'end')).toBe(0)
  expect(readFileSync(policy, 'utf8')).toBe('theirs')
})
