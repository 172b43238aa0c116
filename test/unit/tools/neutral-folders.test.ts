import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { sweepNeutralFolders, withNeutralFolder } from '../../../src-main/tools/git/git.ts'

it('removes the git folders of programs that were killed, and none that is in use', async () => {
  const left = path.join(tmpdir(), 'pc-switcher-git-1.1.an-earlier-boot.AbCdEf')
  // Whole before it has its name: other programs that run here sweep too.
  const made = mkdtempSync(path.join(tmpdir(), 'swept-'))
  writeFileSync(path.join(made, 'HEAD'), 'ref: refs/heads/none\n')
  renameSync(made, left)
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
