/** The mount namespace that a half of these tests runs in: what is left mounted there is told, though it would vanish. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const program = path.resolve(import.meta.dirname, '../../scripts/own-mounts.mjs')
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'own-mounts-'))
})
afterAll(() => rmdirSync(folder))

const inOwnMounts = (script: string) =>
  spawnSync('unshare', ['--mount', process.execPath, program, 'sh', '-euc', script, 'sh', folder], { encoding: 'utf8' })

describe('in a mount namespace of its own', () => {
  it('a command that puts everything away has its own exit code', () => {
    expect(inOwnMounts('mount -t tmpfs none "$1"; umount "$1"').status).toBe(0)
    expect(inOwnMounts('exit 3').status).toBe(3)
  })

  it('a mount that is left behind is named and fails the run, and is nowhere else', () => {
    const { status, stdout } = inOwnMounts('mount -t tmpfs none "$1"')
    expect(status).toBe(1)
    expect(stdout).toContain(`left behind in the mount namespace:\n    mount ${folder} (tmpfs none)`)
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(folder)
  })
})
