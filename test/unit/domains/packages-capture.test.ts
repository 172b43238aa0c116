/** What listing the packages of this machine takes. That each change shows is tried on a practice laptop (`laptops/packages`). */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { capture } from '../../../src-main/domains/packages/on-machine/answer-capture.ts'

let folder: string
let started = 0
const count = (): void => {
  started += 1
}

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'capture-'))
  subscribe('child_process', count)
})
afterEach(() => {
  unsubscribe('child_process', count)
  rmSync(folder, { recursive: true })
})

describe('what packages are there', () => {
  it('starts no program where nothing changed since the last time', async () => {
    const first = await capture(folder, {})
    expect(started).toBeGreaterThan(0)
    started = 0
    expect(await capture(folder, {})).toEqual(first)
    expect(started).toBe(0)
  })
})
