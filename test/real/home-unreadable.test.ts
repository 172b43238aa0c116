/** A file of /home that the disk does not give: it is left out by name, and nothing else is. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { digestFiles } from '../../src-main/domains/home-sync/on-machine/check/digest-files.ts'
import {
  findUnreadable,
  recallUnreadable,
} from '../../src-main/domains/home-sync/on-machine/memory/unreadable-files.ts'
import { sumImage } from '../../src-main/domains/images/on-machine/hash-images.ts'
import { makePracticePlace } from './files-place.ts'
import { entriesOf, scanOf } from './home-scans.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
let stateFolder: string
const { signal } = new AbortController()
const report = () => undefined

beforeAll(() => {
  stateFolder = place.places.stateFolder
})
afterEach(() => place.emptyFolder())

/** Two megabytes, of which the second cannot be read; beside it one that can. */
async function damagedFile(mark: string): Promise<readonly string[]> {
  place.bash(
    `head -c 1M /dev/zero > film; echo ${mark} >> film; head -c 1M /dev/zero >> film; ln film name; echo fine > letter; sync -f .`,
  )
  place.damage(mark)
  const { root } = await scanOf(place.places)
  return findUnreadable(stateFolder, root, {
    paths: ['alice/film', 'alice/letter', 'alice/name', 'alice/none'],
    signal,
  })
}

describe('a file that the disk does not give', () => {
  it('is found, under each of its names, and left out by the scans after that', async () => {
    expect(await damagedFile('5b1f-first-mark')).toEqual(['alice/film', 'alice/name'])
    const { found, inventory, summary } = await scanOf(place.places)
    expect(found).toEqual([
      { path: 'alice/film', kind: 'unreadable' },
      { path: 'alice/name', kind: 'unreadable' },
    ])
    expect(summary.leftOut).toMatchObject([{ kind: 'unreadable', count: 2, examples: ['alice/film', 'alice/name'] }])
    expect([...(await entriesOf(inventory)).values()].filter(({ shared }) => shared.startsWith('f '))).toHaveLength(1)
  })

  it('lies in ~/.ssh, and keeps nothing from being listed', async () => {
    place.bash('mkdir .ssh; echo 31ee-fourth-mark > .ssh/notes; head -c 1M /dev/zero >> .ssh/notes; sync -f .')
    place.damage('31ee-fourth-mark')
    const { root } = await scanOf(place.places)
    const paths = ['alice/.ssh/notes']
    expect(await findUnreadable(stateFolder, root, { paths, signal })).toEqual(paths)
  })

  it('is an image, and is named', async () => {
    await damagedFile('c0de-fifth-mark')
    const { root } = await scanOf(place.places)
    const handle = await open(`${root}/alice/film`)
    try {
      const hashing = sumImage(handle, 'work.qcow2', { signal, onBytes: () => undefined })
      await expect(hashing).rejects.toMatchObject({
        code: 'blocked',
        message: "The image work.qcow2 is damaged: the disk can't read all of it.",
      })
    } finally {
      await handle.close()
    }
  })

  it('comes again when it is another version, and is forgotten', async () => {
    await damagedFile('77aa-second-mark')
    place.bash('rm name; cp letter film; sync -f .')
    const { found, root } = await scanOf(place.places)
    expect(found).toEqual([])
    expect(recallUnreadable(stateFolder, root)).toEqual([])
  })

  it('has a checksum that is equal to none, and keeps nothing else from being read', async () => {
    await damagedFile('90cd-third-mark')
    const { root } = await scanOf(place.places)
    const digests = () => digestFiles(root, ['alice/film', 'alice/letter'], { signal, report })
    const [first, second] = [await digests(), await digests()]
    expect(first[0]?.content).not.toBe(second[0]?.content)
    expect(first[1]?.content).toBe(createHash('sha256').update('fine\n').digest('hex'))
  })
})
