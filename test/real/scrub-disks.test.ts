/** Several disks are checked one after the other, whatever becomes of one of them. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { wording } from '../../src-main/app/wording.ts'
import { toAgentError } from '../../src-main/contract/agent-error.ts'
import { listFileSystems } from '../../src-main/domains/disks/on-machine/list-file-systems.ts'
import { scrubDisks } from '../../src-main/domains/disks/on-machine/scrub-disks.ts'
import { cancelScrub, readScrubStatus } from '../../src-main/tools/btrfs/btrfs-scrub.ts'
import { readFileSystemId } from '../../src-main/tools/btrfs/btrfs-usage.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'
import { jobByItself } from '../job-by-itself.ts'

let disks: LoopBtrfs[]
beforeEach(() => {
  disks = [makeLoopBtrfs(400), makeLoopBtrfs(400)]
  for (const { top } of disks) {
    writeFileSync(path.join(top, 'film'), Buffer.alloc(40_000_000, 'of-the-film'))
    sh('sync', '-f', top)
  }
})
afterEach(() => disks.forEach((disk) => disk.remove()))

const mountedOf = (wanted: readonly LoopBtrfs[]) =>
  wanted.flatMap(({ top }) => listFileSystems().find(({ places }) => places[0] === top) ?? [])

it('a disk that another program is checking keeps no other one from being checked', async () => {
  const [busy = '', free = ''] = disks.map(({ top }) => top)
  // Some forty seconds of work (btrfs(5), scrub_speed_max).
  writeFileSync(`/sys/fs/btrfs/${await readFileSystemId(busy, {})}/devinfo/1/scrub_speed_max`, '1000000')
  const other = spawn('btrfs', ['scrub', 'start', '-B', busy], { stdio: 'ignore' })
  try {
    while ((await readScrubStatus(busy, {})).kind !== 'running') await pause(100)
    const thrown: unknown = await scrubDisks({ stateFolder: path.dirname(free) }, jobByItself, mountedOf(disks)).catch(
      (error: unknown) => error,
    )
    const { message, hint } = wording.error(toAgentError(thrown))
    expect(message).toBe(`Not checked to the end: ${busy}. Another program is checking ${busy} right now.`)
    expect(hint).toContain(`Checked: ${free}.`)
    expect(await readScrubStatus(free, {})).toMatchObject({ kind: 'finished', errors: 0 })
  } finally {
    await cancelScrub(busy, {})
    await new Promise((resolve) => (other.exitCode === null ? other.once('exit', resolve) : resolve(undefined)))
  }
})

it('counts damaged blocks also where nothing can be found out about their files', async () => {
  const [damaged, whole] = disks
  if (damaged === undefined || whole === undefined) throw new Error('no disks')
  writeFileSync(path.join(damaged.top, 'letter'), 'letter-41c7-version\n'.repeat(500))
  sh('sync', '-f', damaged.top)
  damaged.damage('letter-41c7-version')
  sh('sh', '-c', 'echo 3 > /proc/sys/vm/drop_caches')
  // No folder: nothing can be kept in it.
  writeFileSync(path.join(damaged.folder, 'disks'), '')
  const thrown: unknown = await scrubDisks({ stateFolder: damaged.folder }, jobByItself, mountedOf(disks)).catch(
    (error: unknown) => error,
  )
  const { code, message } = wording.error(toAgentError(thrown))
  expect(code).toBe('not-verified')
  expect(message).toMatch(/^\d damaged blocks? on /)
  // It was: only its files have no names.
  expect(message).not.toContain('Not checked')
  expect(await readScrubStatus(whole.top, {})).toMatchObject({ kind: 'finished', errors: 0 })
})
