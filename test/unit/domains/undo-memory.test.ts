/** What a laptop knows of what both had in common, when a switch is undone on it. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { etcLastEqual } from '../../../src-main/domains/etc-tracking/on-machine/etc-memory.ts'
import { ownFolder } from '../../own-folder.ts'

let folder = ''
beforeEach(() => (folder = ownFolder('undo')))

const one = { '/a': 'file 1' }
const two = { '/a': 'file 2' }

describe('what was equal in /etc', () => {
  it('is again what it was before the switch that is undone', () => {
    etcLastEqual.write(folder, 's1', one)
    etcLastEqual.write(folder, 's2', {})
    etcLastEqual.write(folder, 's2', two)
    expect(etcLastEqual.read(folder)).toMatchObject({ switchId: 's2', before: { switchId: 's1', fingerprints: one } })
    etcLastEqual.forget(folder, 's2')
    expect(etcLastEqual.read(folder)).toEqual({ version: 1, switchId: 's1', fingerprints: one })
  })

  it('stays when the switch that is undone recorded nothing', () => {
    etcLastEqual.write(folder, 's1', one)
    etcLastEqual.forget(folder, 's2')
    expect(etcLastEqual.read(folder)).toMatchObject({ switchId: 's1', fingerprints: one })
  })

  it('is nothing after the first switch was undone, and after any other rollback', () => {
    etcLastEqual.write(folder, 's1', one)
    etcLastEqual.forget(folder, 's1')
    expect(etcLastEqual.read(folder).fingerprints).toEqual({})
    etcLastEqual.write(folder, 's1', one)
    etcLastEqual.write(folder, 's2', two)
    etcLastEqual.forget(folder)
    expect(etcLastEqual.read(folder)).toEqual({ version: 1, fingerprints: {}, isForgotten: true })
    etcLastEqual.write(folder, 's3', two)
    expect(etcLastEqual.read(folder).isForgotten).toBeUndefined()
  })

  it('is nothing when it is not known of which switch it was', () => {
    writeFileSync(path.join(folder, 'etc-last-equal.json'), JSON.stringify({ version: 1, fingerprints: one }))
    expect(etcLastEqual.read(folder).fingerprints).toEqual(one)
    etcLastEqual.forget(folder, 's2')
    expect(etcLastEqual.read(folder).fingerprints).toEqual({})
  })
})
