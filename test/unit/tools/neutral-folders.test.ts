import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { sweepNeutralFolders, withNeutralFolder } from '../../../src-main/tools/git/git.ts'

it('removes the git folders of programs that were killed, and none that is in use', async () => {
  const left = path.join(tmpdir(), 'pc-switcher-git-1.1.an-earlier-boot.AbCdEf')
  mkdirSync(left)
  writeFileSync(path.join(left, 'HEAD'), 'ref: refs/heads/none\n')
  try {
    await withNeutralFolder({ hashLength: 40, shallow: '' }, (folder) => {
      sweepNeutralFolders()
      expect(existsSync(left)).toBe(false)
      expect(readdirSync(folder).sort()).toEqual(['HEAD', 'config', 'objects', 'refs'])
      return Promise.resolve()
    })
  } finally {
    rmSync(left, { recursive: true, force: true })
  }
})
