import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  readContent,
  setFolder,
  writeDescription,
} from '../../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import type { Description } from '../../../src-main/commons/snapshot-sets/schemas.ts'
import {
  readOrder,
  rollbackFolder,
  writeOrder,
  type Order,
} from '../../../src-main/domains/rollback/on-machine/state/operation.ts'

let stateFolder: string
beforeEach(() => {
  stateFolder = mkdtempSync(path.join(tmpdir(), 'stored-subvolumes-'))
})
afterEach(() => rmSync(stateFolder, { recursive: true }))

const uuid = '01234567-89ab-cdef-0123-456789abcdef'
const at = '2026-11-20T18:44:00.123Z'
const id = '20261120T184400123Z-s1'

it('calls a subvolume a folder in the description of a set, as all sets on the disk do', () => {
  const taken = { areas: [], uuid, sourceUuid: uuid, takenAt: at }
  const rest = {
    version: 1,
    id,
    state: 'finished',
    at,
    reason: 'manual',
    switchId: 's1',
    appVersion: '0.1.0',
    nestedLeftOut: 0,
    leftOut: [{ id: 'general.text', data: { text: '/srv' } }],
  } as const
  const description: Description = {
    ...rest,
    leftOut: [...rest.leftOut],
    snapshots: [
      { subvolume: 'home', path: '/home', ...taken },
      { subvolume: 'nested/261', within: { subvolume: 'home', path: 'alice/vol' }, ...taken },
    ],
  }
  mkdirSync(setFolder(stateFolder, id), { recursive: true })
  writeDescription(stateFolder, description)
  const file = path.join(setFolder(stateFolder, id), 'description.json')
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
    ...rest,
    snapshots: [
      { folder: 'home', path: '/home', ...taken },
      { folder: 'nested/261', within: { folder: 'home', path: 'alice/vol' }, ...taken },
    ],
  })
  expect(readContent(path.dirname(file), id)).toEqual({ kind: 'described', description })
  // A sentence that an earlier version wrote itself.
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"leftOut": \[[^\]]*\]/, '"leftOut": ["/srv"]'))
  expect(readContent(path.dirname(file), id)).toEqual({ kind: 'described', description })
})

it('calls the subvolume around another one a folder in the order for a rollback', () => {
  const subvolume = {
    subvolume: 'nested/261',
    title: 'vol',
    areas: [],
    path: '/home/alice/vol',
    root: '/home',
    name: '@home/alice/vol',
    oldId: 261,
    oldUuid: uuid,
    snapshotUuid: uuid,
  }
  const rest = { version: 2, operationId: 'o1', setId: id, setAt: at, when: 'now', askedAt: at, after: '' } as const
  const order: Order = { ...rest, subvolumes: [{ ...subvolume, within: { subvolume: 'home', path: 'alice/vol' } }] }
  mkdirSync(rollbackFolder(stateFolder), { recursive: true })
  writeOrder(stateFolder, order)
  expect(JSON.parse(readFileSync(path.join(rollbackFolder(stateFolder), 'order.json'), 'utf8'))).toEqual({
    ...rest,
    subvolumes: [{ ...subvolume, within: { folder: 'home', path: 'alice/vol' } }],
  })
  expect(readOrder(stateFolder)).toEqual(order)
})
