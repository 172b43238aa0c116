/** Disks side by side: what is wrong with one is told as its own, and the others are seen to all the same. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import type { JobContext } from '../../../src-main/commons/capability/agent-capability.ts'
import { toAgentError } from '../../../src-main/contract/agent-error.ts'
import type { MountedFileSystem } from '../../../src-main/domains/disks/on-machine/list-file-systems.ts'
import { scrubDisks } from '../../../src-main/domains/disks/on-machine/scrub-disks.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'disks-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A folder of which btrfs knows nothing: whatever it is asked there fails. */
function brokenDisk(name: string): MountedFileSystem {
  const place = path.join(folder, name)
  mkdirSync(place)
  return { device: `0:${name}`, places: [place], isReadOnly: false }
}

const jobUntil = (signal: AbortSignal): JobContext => ({
  ...{ input: {}, signal, report: () => undefined, hold: () => undefined },
  turn: () => Promise.resolve(new AbortController().signal),
})

describe('a check of disks', () => {
  it('goes on with the next one where one cannot be checked, and names all that were not', async () => {
    const disks = [brokenDisk('first'), brokenDisk('second')]
    const job = jobUntil(new AbortController().signal)
    const thrown: unknown = await scrubDisks({ stateFolder: folder }, job, disks).catch((error: unknown) => error)
    const { code, message } = wording.error(toAgentError(thrown))
    expect(code).toBe('tool-failed')
    for (const { places } of disks)
      expect(message).toContain(`Not checked to the end: ${places[0]}. Could not check the checksums of ${places[0]}`)
  })

  it('that a person stops goes on with none', async () => {
    const job = jobUntil(AbortSignal.abort())
    await expect(scrubDisks({ stateFolder: folder }, job, [brokenDisk('first')])).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})
