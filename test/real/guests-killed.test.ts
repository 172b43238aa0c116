/** SIGKILL while a group of guests is placed, and libvirt or a damaged image refuses it when the switch goes on: nothing is half of each. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleChild } from './bundle-child.ts'
import { sh } from './loop-btrfs.ts'

export interface Moment {
  /** Killed once this image is in its place. */
  readonly renamed?: string
  /** Killed while a folder of this name is removed. */
  readonly removing?: string
  /** Killed once this guest is defined, which was not there before. */
  readonly defined?: string
  /** What the other laptop has by the time that the switch goes on, beside a definition that is refused. */
  readonly then?: 'another disk' | 'a damaged disk'
}

let folder: string
let program: string
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'guests-killed-'))
  program = path.join(folder, 'child.mjs')
  await bundleChild('guests-killed-child.ts', program)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** /etc, and the state of this program and of libvirt, are its own. */
const inOwnFolders = `mount -t tmpfs -o mode=755 none "$1"; mkdir "$1/etc" "$1/work"
mount -t overlay none -o "lowerdir=/etc,upperdir=$1/etc,workdir=$1/work" /etc
mount -t tmpfs -o mode=755 none /var/lib; mount -t tmpfs -o mode=755 none /usr/local/sbin
exec "$2" "$3" "$4"`

function placeTwice(moment: Moment): unknown {
  const beside = mkdtempSync(path.join(folder, 'own-'))
  const argv = ['--mount', 'sh', '-euc', inOwnFolders, 'sh', beside, process.execPath, program, JSON.stringify(moment)]
  return JSON.parse(sh('unshare', ...argv))
}

const old = ['old', 'old', 'old', 'old']
const all = ['new', 'new', 'new', 'new']

it.each<readonly [string, Moment, readonly string[]]>([
  ['the first disk was in its place', { renamed: 'a.qcow2' }, old],
  ['both disks were in their places', { renamed: 'b.qcow2' }, old],
  ['a disk was in its place, which is another one by now', { renamed: 'a.qcow2', then: 'another disk' }, old],
  ['a disk was in its place, and the other one is damaged by now', { renamed: 'a.qcow2', then: 'a damaged disk' }, old],
  ['a guest was defined that is new there', { defined: 'b' }, ['old', 'old', 'none', 'none']],
  ['old disks were being removed', { removing: 'pc-switcher-replaced/.' }, all],
  ['what was kept of guests was being removed', { removing: 'guests/replaced/.' }, all],
])('has all of the old or all of the new when it was killed while %s', (_when, moment, found) => {
  expect(placeTwice(moment)).toEqual({ killed: 'SIGKILL', found, isLeft: false })
})
