import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { beforeEach, expect, it, vi } from 'vitest'
import { dropPackage, keepPackage } from '../../../src-main/domains/pairing/on-pair/scripts.ts'
import { openOwnShell } from '../../../src-main/machine/person-shell/own-shell.ts'
import type { PersonShell } from '../../../src-main/machine/person-shell/person-shell.ts'
import { ownFolder } from '../../own-folder.ts'

let home: string
let shell: PersonShell
const names = () => readdir(path.join(home, '.cache/pc-switcher'))
const lineOf = (content: string) => `${createHash('sha256').update(content).digest('hex')}\n`

beforeEach(() => {
  home = ownFolder('pairing-package')
  shell = openOwnShell({ ...process.env, HOME: home })
})

it('a package that is sent has its name once it is whole, whatever an earlier connection still writes', async () => {
  const late = new PassThrough()
  const broken = shell.run(keepPackage, { input: late })
  late.write(`${lineOf('first, whole')}first`)
  await vi.waitFor(async () => expect(await names()).toHaveLength(1), 20_000)
  const kept = await shell.run(keepPackage, { input: `${lineOf('second')}second` })
  expect(kept.exitCode).toBe(0)
  late.end(', cut off')
  expect((await broken).exitCode).toBe(3)
  expect(await names()).toEqual(['pc-switcher-headless.deb'])
  expect(await readFile(path.join(home, '.cache/pc-switcher/pc-switcher-headless.deb'), 'utf8')).toBe('second')
  await shell.run(dropPackage)
  expect(await readdir(path.join(home, '.cache'))).toEqual([])
})
