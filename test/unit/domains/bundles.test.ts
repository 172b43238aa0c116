import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { BundleView } from '../../../src-main/contract/bundles-calls.ts'
import { byBundle, elsewhereText, proofText, staysText } from '../../../src-main/contract/bundles-words.ts'
import {
  isOfFuture,
  readEntries,
  readHead,
  writeLists,
} from '../../../src-main/domains/bundles/on-machine/bundle-lists.ts'
import { compareEntries } from '../../../src-main/domains/bundles/on-machine/describe-tree.ts'
import { pathsToSend } from '../../../src-main/domains/bundles/on-machine/move-bundle.ts'
import { placesToTry } from '../../../src-main/domains/bundles/on-machine/put-away.ts'
import { isFresh } from '../../../src-main/domains/bundles/on-machine/read-places.ts'
import { asBroughtBack } from '../../../src-main/domains/bundles/on-machine/restore-bundle.ts'
import { versionOfNow } from '../../../src-main/domains/bundles/on-pair/handlers.ts'
import { parseBundle } from '../../../src-main/domains/bundles/on-pair/find-bundles.ts'
import { findSince, isSame } from '../../../src-main/domains/bundles/on-pair/send-bundle.ts'
import {
  entrySchema,
  fromHome,
  sourcePathSchema,
  type BundleEntry,
  type BundleFacts,
} from '../../../src-main/domains/bundles/schemas.ts'
import { bytePathFromText } from '../../../src-main/kernel/byte-path.ts'
import { toolsMessages } from '../../../src-main/tools/messages.ts'
import { parseChanged } from '../../../src-main/tools/files/tar-named.ts'
import { isUnreadable } from '../../../src-main/tools/unreadable.ts'
import { ownFolder } from '../../own-folder.ts'

const sum = (digit: string): string => digit.repeat(64)
const entry = (name: string, more: Partial<BundleEntry> = {}): BundleEntry => ({
  ...{ path: name, type: 'f', mode: '644', uid: 1, gid: 1, modified: '1700000000.0000000000' },
  ...{ bytes: 3, sha256: sum('a') },
  ...more,
})
const folder = (name: string, modified = '1700000000.0000000000'): BundleEntry => ({
  ...{ path: name, type: 'd', mode: '755', uid: 1, gid: 1, modified },
})

describe('the name of a bundle', () => {
  it('is letters, digits, dots, underscores and hyphens, with at most one version', () => {
    expect(parseBundle('thesis')).toEqual({ name: 'thesis' })
    expect(parseBundle('My_data-2.0:v1.2-rc')).toEqual({ name: 'My_data-2.0', version: 'v1.2-rc' })
    for (const text of [
      '',
      ':1',
      'a:',
      'a:b:c',
      '..',
      '.a',
      '-a',
      'a/b',
      'a b',
      'a\n',
      'ä',
      'a:..',
      'a'.repeat(65),
      'a:'.padEnd(300, 'b'),
    ])
      expect(() => parseBundle(text), text).toThrow(/cannot be the name of a bundle/)
  })

  it('has the time on the wall as its version where none is given', () => {
    expect(versionOfNow(new Date(2026, 10, 8, 4, 5, 6))).toBe('2026-11-08-040506')
  })
})

describe('a path of a bundle', () => {
  const person = { home: '/home/zoë' }

  it('is whole, or in the home of the person', () => {
    expect(fromHome('~/thesis', person)).toBe(bytePathFromText('/home/zoë/thesis'))
    expect(fromHome('/srv/~/x', person)).toBe('/srv/~/x')
    for (const path of ['~/thesis', '/srv/x']) expect(sourcePathSchema.safeParse(path).success).toBe(true)
    for (const path of ['~', '~/', '~bob/x', '~/../bob', 'thesis', '/'])
      expect(sourcePathSchema.safeParse(path).success).toBe(false)
  })
})

describe('the lists of a bundle', () => {
  let tree: string
  beforeEach(() => (tree = ownFolder('bundle-lists')))
  const head = {
    ...{ bundle: { name: 'a', version: '1' }, madeAt: '2026-11-20T08:00:00.000Z', madeOn: 'p17' },
    ...{ sources: ['/home/alice/a'], leftOut: [] },
  }

  it('are read as they were written, and counted with each file once', async () => {
    const entries = [folder('a'), entry('a/b'), entry('a/c', { sameAs: 'a/b' })]
    const written = writeLists(tree, head, entries)
    expect(written).toMatchObject({ files: 2, bytes: 3 })
    expect(readHead(tree)).toEqual(written)
    expect(await readEntries(tree, written, {})).toEqual(entries)
  })

  it('are refused where anything else stands in them', async () => {
    const written = writeLists(tree, head, [folder('a'), entry('a/b')])
    const file = path.join(tree, 'entries.jsonl')
    const lines = [entry('b'), entry('a')].map((one) => `${JSON.stringify(one)}\n`).join('')
    for (const text of [lines, '{}\n', 'no', '', `${JSON.stringify(entry('../x'))}\n`]) {
      writeFileSync(file, text)
      await expect(readEntries(tree, written, {}), text).rejects.toMatchObject({ code: 'not-verified' })
    }
    writeFileSync(file, `${JSON.stringify(folder('a'))}\n${JSON.stringify(entry('a/b'))}\n`)
    for (const lie of [{ files: 2 }, { bytes: 4 }])
      await expect(readEntries(tree, { ...written, ...lie }, {})).rejects.toMatchObject({ code: 'not-verified' })
    const later = (ms: number) => ({ ...written, madeAt: new Date(Date.now() + ms).toISOString() })
    expect([isOfFuture(later(60_000)), isOfFuture(later(86_400_000))]).toEqual([false, true])
    writeFileSync(path.join(tree, 'bundle.json'), '{"version":2}')
    expect(readHead(tree)).toBeUndefined()
  })

  it('are not read by way of a link', () => {
    mkdirSync(path.join(tree, 'other'))
    writeLists(path.join(tree, 'other'), head, [])
    symlinkSync('other/bundle.json', path.join(tree, 'bundle.json'))
    expect(readHead(tree)).toBeUndefined()
  })

  it('have entries with nothing that was not asked for, and no path that leads elsewhere', () => {
    expect(entrySchema.safeParse(entry('a')).success).toBe(true)
    for (const bad of [
      { path: '/a' },
      { path: 'a/../b' },
      { type: 'b' },
      { mode: '9' },
      { uid: -1 },
      { sha256: 'x' },
      { more: 1 },
    ])
      expect(entrySchema.safeParse({ ...entry('a'), ...bad }).success, JSON.stringify(bad)).toBe(false)
  })
})

describe('a bundle', () => {
  it('is damaged where the disk cannot read it, and not where a program ended for another reason', () => {
    const failed = (details: string) => toolsMessages.filesNotListed({}, { details })
    const errno = (code: string) => Object.assign(new Error(code), { code })
    expect([errno('EIO'), failed('find: ./a: Input/output error')].map(isUnreadable)).toEqual([true, true])
    expect([errno('EMFILE'), errno('ENOMEM'), failed('find ended with 137')].map(isUnreadable)).not.toContain(true)
  })

  it('of which a part is brought back has names from the last one on, and links among them', () => {
    const entries = [entry('a/b/x', { sameAs: 'a/a' }), entry('a/b/y', { sameAs: 'a/a' }), folder('a/b/z')]
    const back = [entry('b/x'), entry('b/y', { sameAs: 'b/x' }), folder('b/z')]
    expect(asBroughtBack(entries, 'a/b')).toEqual(back)
    expect(asBroughtBack(back, undefined)).toEqual(back)
  })
})

describe('two bundles', () => {
  it('differ in what is new, gone, of other contents, or of other rights', () => {
    const one = [entry('a'), entry('b'), entry('c'), entry('d')]
    const other = [entry('a'), entry('b', { sha256: sum('b') }), entry('c', { mode: '600' }), entry('e')]
    expect(compareEntries(one, other)).toEqual([
      { path: 'b', kind: 'changed' },
      { path: 'c', kind: 'attributes' },
      { path: 'd', kind: 'deleted' },
      { path: 'e', kind: 'added' },
    ])
  })

  it('are sent one after the other with what differs, all names of such a file, and the folders around', () => {
    const one = [
      folder('a'),
      entry('a/x'),
      entry('a/y', { sameAs: 'a/x' }),
      folder('b'),
      entry('b/gone'),
      entry('b/same'),
    ]
    const changed = { sha256: sum('b'), bytes: 7 }
    const other = [
      ...[folder('a'), entry('a/w', { bytes: 5 }), entry('a/x', changed), entry('a/y', { ...changed, sameAs: 'a/x' })],
      ...[folder('b'), entry('b/same')],
    ]
    expect(pathsToSend(one, other)).toEqual({ paths: ['a', 'a/w', 'a/x', 'a/y', 'b'], bytes: 12 })
    expect(pathsToSend([], other).paths).toHaveLength(other.length)
  })
})

describe('what is said of a bundle', () => {
  const view: BundleView = {
    ...{ name: 'a', version: '1', laptop: 'p17', madeOn: 'p17', madeAt: '2026-11-20T08:00:00.000Z', sources: [] },
    ...{ files: 1, bytes: 3, digest: sum('a'), isDamaged: false, leftOut: [], elsewhere: [], place: '/' },
    ...{ isAway: false, isPinned: false, awayOn: [], damagedOn: [] },
  }
  it('is one bundle on both laptops where its contents are the same, else two', () => {
    const there = { ...view, laptop: 'xps' }
    expect(byBundle([view, there]).map(({ on }) => on.length)).toEqual([2])
    expect(byBundle([view, { ...there, digest: sum('b') }]).map(({ on }) => on.length)).toEqual([1, 1])
  })

  it('is verified only when it was read and right', () => {
    const now = Date.parse('2026-11-20T09:00:00.000Z')
    expect(proofText(view, now)).toBe('Never verified')
    expect(proofText({ ...view, verifiedAt: view.madeAt }, now)).toMatch(/^Verified /)
    expect(proofText({ ...view, isDamaged: true }, now)).toMatch(/^Damaged/)
  })
})

describe('a bundle that is put away', () => {
  const now = Date.parse('2026-11-20T09:00:00.000Z')
  const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString()

  it('was read elsewhere at most 30 days ago, and not in times to come', () => {
    expect([0, 29.9, 30.1, -0.03, -1].map((days) => isFresh(daysAgo(days), now))).toEqual([
      true,
      true,
      false,
      true,
      false,
    ])
    expect(isFresh('nonsense', now)).toBe(false)
  })

  it('comes back from the place that was proven last, and at the end from those that were damaged', () => {
    const places = { Old: daysAgo(20), New: daysAgo(1) }
    expect(placesToTry({ places, damaged: { Bad: daysAgo(0) } })).toEqual(['New', 'Old', 'Bad'])
    expect(placesToTry({})).toEqual([])
  })

  it('is no version that the other laptop has, and none from which another one is sent', () => {
    const facts = (version: string, more: object = {}): BundleFacts => ({
      head: {
        ...{ version: 1, bundle: { name: 'a', version }, madeAt: daysAgo(1), madeOn: 'p17', sources: [] },
        ...{ files: 1, bytes: 3, leftOut: [], digest: sum('a') },
      },
      place: '/',
      ...more,
    })
    const gone = { isAway: true as const }
    expect(isSame(facts('1'), facts('1'))).toBe(true)
    expect(isSame(facts('1', gone), facts('1'))).toBe(true)
    expect(isSame(facts('1'), facts('1', gone))).toBe(false)
    const here = [facts('3'), facts('2', gone), facts('1')]
    expect(findSince(here, [facts('3', gone), facts('2'), facts('1')])).toBe('1')
    expect(findSince(here, [facts('2')])).toBeUndefined()
  })

  it('is told with where it is, and when that was proven', () => {
    const at = '2026-11-20T08:00:00.000Z'
    const view = {
      elsewhere: [{ place: 'USB', at }],
      isAway: true,
      awayOn: [{ laptop: 'xps', at }],
      damagedOn: ['NAS'],
    }
    const told = elsewhereText(view, now, () => 'XPS 13')
    expect(told).toMatch(/^Kept on USB \(verified .+\), XPS 13 \(verified .+\)\. Damaged or gone on NAS$/)
    expect(elsewhereText({ ...view, isAway: false, damagedOn: [] }, now)).toMatch(
      /^Also on USB \(verified [^,]+, [^,]+\)$/,
    )
    expect(proofText({ isDamaged: false, isAway: true }, now)).toBe('Put away: its files are not on this laptop')
    expect(staysText({ kind: 'place', name: 'USB', at, isConnected: false }, now)).toMatch(/not connected now/)
  })
})

describe('what tar says', () => {
  it('names the file that changed, and nothing else', () => {
    expect(parseChanged('tar ended with 1: tar: ./data/a: b: file changed as we read it')).toBe('data/a: b')
    expect(parseChanged('tar: ./x: socket ignored\ntar: ./data/x: File removed before we read it')).toBe('data/x')
    expect(parseChanged('tar: ./x: Cannot open: Permission denied')).toBeUndefined()
  })
})
