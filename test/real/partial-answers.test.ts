/** Programs that answer in part, or not at all, with an exit code that they have for something else as well. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { hasChanges } from '../../src-main/tools/etckeeper.ts'
import { showKeys } from '../../src-main/tools/gpg.ts'
import { sh } from './loop-btrfs.ts'
import { ownFolder } from '../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('partial-answers')))

it('a history of /etc that git cannot read is not taken for one without changes', async () => {
  sh('git', '-C', folder, 'init', '--quiet')
  expect(await hasChanges(folder, {})).toBe(false)
  writeFileSync(path.join(folder, 'hosts'), '127.0.0.1')
  expect(await hasChanges(folder, {})).toBe(true)
  sh('git', '-C', folder, 'add', '--all')
  sh('git', '-C', folder, '-c', 'user.name=x', '-c', 'user.email=x@y', 'commit', '--quiet', '--message=All')
  expect(await hasChanges(folder, {})).toBe(false)
  writeFileSync(path.join(folder, '.git/index'), 'damaged')
  await expect(hasChanges(folder, {})).rejects.toMatchObject({ code: 'tool-failed' })
})

describe('a keyring', () => {
  const keyrings = '/usr/share/keyrings'
  const all = readdirSync(keyrings).flatMap((name) => (name.endsWith('.gpg') ? [path.join(keyrings, name)] : []))

  it('of which gpg reads some keys and not all has none', async () => {
    const counts = await Promise.all(all.map(async (one) => (await showKeys(readFileSync(one), {})).length))
    const keyring = readFileSync(all[counts.findIndex((count) => count > 1)] ?? '')
    expect(await showKeys(keyring.subarray(0, keyring.length - 100), {})).toEqual([])
    expect(await showKeys(Buffer.from('no key'), {})).toEqual([])
  })
})
