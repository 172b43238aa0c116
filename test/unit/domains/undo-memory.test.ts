/** What a laptop knows of what both had in common, when a switch is undone on it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  forgetLastEqual,
  readLastEqual,
  writeLastEqual,
} from '../../../src-main/domains/etc-tracking/on-machine/last-equal.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'undo-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const one = { '/a': 'file 1' }
const two = { '/a': 'file 2' }

describe('what was equal in /etc', () => {
  it('is again what it was before the switch that is undone', () => {
    writeLastEqual(folder, 's1', one)
    writeLastEqual(folder, 's2', {})
    writeLastEqual(folder, 's2', two)
    expect(readLastEqual(folder)).toMatchObject({ switchId: 's2', before: { switchId: 's1', fingerprints: one } })
    forgetLastEqual(folder, 's2')
    expect(readLastEqual(folder)).toEqual({ version: 1, switchId: 's1', fingerprints: one })
  })

  it('stays when the switch that is undone recorded nothing', () => {
    writeLastEqual(folder, 's1', one)
    forgetLastEqual(folder, 's2')
    expect(readLastEqual(folder)).toMatchObject({ switchId: 's1', fingerprints: one })
  })

  it('is nothing after the first switch was undone, and after any other rollback', () => {
    writeLastEqual(folder, 's1', one)
    forgetLastEqual(folder, 's1')
    expect(readLastEqual(folder).fingerprints).toEqual({})
    writeLastEqual(folder, 's1', one)
    writeLastEqual(folder, 's2', two)
    forgetLastEqual(folder)
    expect(readLastEqual(folder)).toEqual({ version: 1, fingerprints: {} })
  })

  it('is nothing when an earlier version did not write down of which switch it was', () => {
    writeFileSync(path.join(folder, 'etc-last-equal.json'), JSON.stringify({ version: 1, fingerprints: one }))
    expect(readLastEqual(folder).fingerprints).toEqual(one)
    forgetLastEqual(folder, 's2')
    expect(readLastEqual(folder).fingerprints).toEqual({})
  })
})
