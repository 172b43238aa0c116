/** The namespaces that a half of these tests runs in: what is left there is told, though it would vanish. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sh } from './loop-btrfs.ts'

const program = path.resolve(import.meta.dirname, '../../scripts/own-namespaces.mjs')
const practice = '/var/lib/pc-switcher-practice'
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'own-namespaces-'))
  mkdirSync(practice, { recursive: true })
})
afterAll(() => rmdirSync(folder))

const argvFor = (script: string) => [program, 'sh', '-euc', script, 'sh', folder]
const inOwnNamespaces = (script: string) => spawnSync(process.execPath, argvFor(script), { encoding: 'utf8' })

describe('in namespaces of its own', () => {
  it('a command that puts everything away has its own exit code', () => {
    expect(inOwnNamespaces('mount -t tmpfs none "$1"; umount "$1"').status).toBe(0)
    expect(inOwnNamespaces('exit 3').status).toBe(3)
  })

  it('a mount that is left behind is named and fails the run, and is nowhere else', () => {
    const { status, stdout } = inOwnNamespaces('mount -t tmpfs none "$1"')
    expect(status).toBe(1)
    expect(stdout).toContain(`left behind in the namespaces:\n    mount ${folder} (tmpfs none)`)
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(folder)
  })

  it('a command holds no disk of a practice laptop that is mounted when it starts', () => {
    const place = mkdtempSync(path.join(practice, 'own-namespaces-'))
    sh('mount', '-t', 'tmpfs', 'none', place)
    try {
      expect(readFileSync('/proc/self/mountinfo', 'utf8')).toContain(` ${place} `)
      const { status, stdout } = inOwnNamespaces('cat /proc/self/mountinfo')
      expect(status).toBe(0)
      expect(stdout).not.toContain(practice)
      expect(readFileSync('/proc/self/mountinfo', 'utf8')).toContain(` ${place} `)
    } finally {
      sh('umount', place)
      rmdirSync(place)
    }
  })

  it('a command sees no process but its own, and one that lost its parent does not stay as a zombie', () => {
    const { status, stdout } = inOwnNamespaces(
      'sh -c "sleep 0.1 &"; sleep 0.5; cat /proc/[0-9]*/comm; ! grep -l "^State:.Z" /proc/[0-9]*/status',
    )
    expect(status).toBe(0)
    expect(stdout.split('\n').filter((name) => !['sh', 'cat', 'node', 'MainThread', ''].includes(name))).toEqual([])
  })

  it('a process that is left behind is named, fails the run, and is ended', () => {
    const { status, stdout } = inOwnNamespaces('setsid sleep 1234.5 > /dev/null 2>&1 &')
    expect(status).toBe(1)
    expect(stdout).toContain('left behind in the namespaces:\n    process sleep 1234.5')
    expect(spawnSync('pgrep', ['-f', '^sleep 1234[.]5']).status).toBe(1)
  })

  it('a process without a command line, as one that is just starting another program, is left behind like any other', () => {
    const { status, stdout } = inOwnNamespaces(`setsid perl -e '$0 = ""; sleep 1234' > /dev/null 2>&1 &`)
    expect(status).toBe(1)
    expect(stdout).toMatch(/left behind in the namespaces:\n {4}process \d+ /)
  })

  it('a command is told to end, and can put away what it has', async () => {
    const child = spawn(
      process.execPath,
      argvFor('trap "echo put away; exit 7" TERM; echo on; while :; do sleep 0.1; done'),
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (text.includes('on\n')) child.kill('SIGTERM')
    })
    expect(await once(child, 'close')).toEqual([7, null])
    expect(said).toBe('on\nput away\n')
  })
})
