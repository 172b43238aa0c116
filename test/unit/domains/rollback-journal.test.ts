/** A rollback that was begun keeps everything else from beginning, also where nobody can tell whether it was. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { hasJournal, rollbackFolder } from '../../../src-main/domains/rollback/on-machine/state/operation.ts'
import { asNobody } from '../as-nobody.ts'
import { ownFolder } from '../../own-folder.ts'

let stateFolder: string
beforeEach(() => {
  stateFolder = ownFolder('rollback')
  chmodSync(stateFolder, 0o755)
})

it('a journal is there whatever it says, and none is before a rollback', () => {
  expect(hasJournal(stateFolder)).toBe(false)
  mkdirSync(rollbackFolder(stateFolder))
  writeFileSync(path.join(rollbackFolder(stateFolder), 'journal.json'), '')
  expect(hasJournal(stateFolder)).toBe(true)
})

it('a journal that cannot be looked for is not missing', () => {
  mkdirSync(rollbackFolder(stateFolder), { mode: 0o000 })
  expect(() => asNobody(() => hasJournal(stateFolder))).toThrow('EACCES')
})
