/** Disks side by side: what is wrong with one is told as its own, and the others are seen to all the same. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { wording } from '../../../src-main/app/wording.ts'
import { toAgentError } from '../../../src-main/contract/agent-error.ts'
import { describeAll, markAsSeen } from '../../../src-main/domains/disks/on-machine/answers.ts'
import { askEachFileSystem } from '../../../src-main/domains/disks/on-machine/each-file-system.ts'
import type { MountedFileSystem } from '../../../src-main/domains/disks/on-machine/list-file-systems.ts'
import { scrubDisks } from '../../../src-main/domains/disks/on-machine/scrub-disks.ts'
import { ownFolder } from '../../own-folder.ts'
import { jobByItself } from '../../job-by-itself.ts'

let folder: string
beforeEach(() => (folder = ownFolder('disks')))

/** A folder of which btrfs knows nothing: whatever it is asked there fails. */
function brokenDisk(name: string): MountedFileSystem {
  const place = path.join(folder, name)
  mkdirSync(place)
  return { device: `0:${name}`, places: [place], isReadOnly: false }
}

const gone = 'f3a3f4ab-9a3f-4a1b-8a52-9c1b39a2a7d1'

describe('disks side by side', () => {
  it('are told each by itself: one that fails is named with its reason, beside the others', async () => {
    const [whole, broken] = [brokenDisk('whole'), brokenDisk('broken')]
    const ask = (one: MountedFileSystem) =>
      one === broken ? Promise.reject(new Error('dying')) : Promise.resolve(one.places[0])
    const { answers, failed } = await askEachFileSystem([broken, whole], ask, {})
    expect(answers).toEqual([whole.places[0]])
    expect(failed).toMatchObject([{ mounted: broken, thrown: { message: 'dying' } }])
  })

  it('that cannot be read at all are told with their places and why', async () => {
    const disk = brokenDisk('broken')
    const { fileSystems, unreadable } = await describeAll([disk], { stateFolder: folder }, {})
    expect(fileSystems).toEqual([])
    expect(unreadable).toMatchObject([{ places: disk.places, error: { code: 'tool-failed' } }])
    await expect(markAsSeen(gone, [disk], { stateFolder: folder }, {})).rejects.toMatchObject({ code: 'tool-failed' })
    await expect(markAsSeen(gone, [], { stateFolder: folder }, {})).rejects.toMatchObject({ code: 'not-found' })
  })

  it('are not taken for unreadable where the asking was given up', async () => {
    const options = { signal: AbortSignal.abort() }
    await expect(describeAll([brokenDisk('broken')], { stateFolder: folder }, options)).rejects.toThrow(/abort/)
  })
})

describe('a check of disks', () => {
  it('goes on with the next one where one cannot be checked, and names all that were not', async () => {
    const disks = [brokenDisk('first'), brokenDisk('second')]
    const thrown: unknown = await scrubDisks({ stateFolder: folder }, jobByItself, disks).catch(
      (error: unknown) => error,
    )
    const { code, message } = wording.error(toAgentError(thrown))
    expect(code).toBe('tool-failed')
    for (const { places } of disks)
      expect(message).toContain(`Not checked to the end: ${places[0]}. Could not check the checksums of ${places[0]}`)
  })

  it('that a person stops goes on with none', async () => {
    const job = { ...jobByItself, signal: AbortSignal.abort() }
    await expect(scrubDisks({ stateFolder: folder }, job, [brokenDisk('first')])).rejects.toMatchObject({
      code: 'cancelled',
    })
  })
})
