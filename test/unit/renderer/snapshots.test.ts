import { describe, expect, it } from 'vitest'
import type { RollbackSubvolume } from '../../../src-main/contract/rollback-calls.ts'
import {
  compareTexts,
  countDifferentLines,
  foldEqual,
  showAll,
} from '../../../src-renderer/components/diff/side-by-side.ts'
import { indexForKey } from '../../../src-renderer/components/paged-list.tsx'
import { amountText } from '../../../src-renderer/components/task-line.tsx'
import { folderOf, homeIn, nameOf, shownPath, textOfPath } from '../../../src-renderer/format/path-text.ts'
import { countsText, pathInSnapshot } from '../../../src-renderer/pages/snapshots/change-words.ts'
import { othersWith, pairingOf, wantedComparisons } from '../../../src-renderer/pages/snapshots/changes/comparing.ts'
import { allSame, policyNumbers, policyWith } from '../../../src-renderer/pages/snapshots/keeping/keeping-words.ts'
import { disappearingOf, effectText, whenOf } from '../../../src-renderer/pages/snapshots/rollback/rollback-words.ts'
import {
  filterRestorePoints,
  isOurs,
  keyBeforeSwitch,
  listedPoints,
  pointToOpen,
  countText,
  pointsOfSwitch,
  restorePointsOf,
  pendingText,
  spaceOf,
  spaceText,
  topSubvolumes,
} from '../../../src-renderer/pages/snapshots/list/restore-points.ts'
import { filesHash, filesPlaceOf } from '../../../src-renderer/pages/snapshots/snapshots-routes.ts'
import { foldersAround, sideways, treeRows } from '../../../src-renderer/components/tree/tree-rows.ts'
import { parseRoute } from '../../../src-renderer/router/route.ts'
import { itemAt, pageSize, pagesOfRange, withPage, type Pages } from '../../../src-renderer/stores/use-pages.ts'
import { changesOf, countsOf, pageOf, treeOf } from '../../renderer/compared.ts'
import { snapshots } from '../../renderer/lists.ts'
import { oneOf } from '../../renderer/recorded.ts'
import { homeOnly, inUse, policy, retention } from '../../renderer/snapshot-answers.ts'

const restorePoints = restorePointsOf(snapshots)

describe('points in time', () => {
  it('hold what both laptops took together, the newest first', () => {
    expect(restorePoints.map(({ key }) => key).slice(0, 2)).toEqual(['s3:before-switch', 'request-1:manual'])
    expect(keyBeforeSwitch('s3')).toBe('s3:before-switch')
    expect(restorePoints.find(({ key }) => key === 's2:after-switch')?.snapshots.map(({ laptop }) => laptop)).toEqual([
      'p17',
      'xps',
    ])
  })

  it('are ours only when pc-switcher took them and can read them', () => {
    expect(restorePoints.filter((restorePoint) => !isOurs(restorePoint)).map(({ reason }) => reason)).toEqual([
      'foreign',
      'unknown',
    ])
  })

  it('are found by every word that is to be seen of them', () => {
    const found = (words: string) =>
      filterRestorePoints(restorePoints, 'all', words, ({ note, reason }) => `${reason} ${note}`)
    expect(found('KERNEL new').map(({ reason }) => reason)).toEqual(['manual'])
    expect(found('kernel old')).toEqual([])
    expect(filterRestorePoints(restorePoints, 'pinned', '', () => '')).toHaveLength(1)
    expect(
      filterRestorePoints(restorePoints, 'foreign', '', () => '').map(({ snapshots: [one] }) => one?.tool),
    ).toEqual(['timeshift'])
  })

  it('free an exact amount only when every subvolume of it was measured', () => {
    const exact = { space: { kind: 'exact', bytes: 1e9 } } as const
    const guess = { space: { kind: 'estimate', bytes: 2e9 } } as const
    const open = { space: { kind: 'unknown' } } as const
    expect(spaceText(spaceOf([exact, exact]))).toBe('2.0 GB')
    expect(spaceText(spaceOf([exact, guess]))).toBe('about 3.0 GB')
    expect(spaceText(spaceOf([exact, open]))).toBe('about 1.0 GB')
    expect(spaceText(spaceOf([open]))).toBe('')
  })
})

describe('what was deleted', () => {
  it('is said not to be free yet, with how much it is where that is known', () => {
    expect(pendingText([undefined, undefined])).toBe('')
    expect(pendingText([undefined, 1.2e9, 3e8])).toBe(' 1.5 GB is freed in a moment.')
    expect(pendingText([2_000])).toBe(' 2.0 kB is freed in a moment.')
    expect(pendingText([undefined, 0])).toBe(' Space is freed in a moment.')
  })
})

describe('paths', () => {
  it('are bytes that are read as UTF-8, without losing those that are not', () => {
    expect(textOfPath('\u00c3\u00a4hre')).toBe('ähre')
    expect(textOfPath('\u00ff')).toBe('\ufffd')
    expect(textOfPath('a\nb')).toBe('a\\nb')
    expect(textOfPath('already → text')).toBe('already → text')
  })

  it('are shown as whoever works there calls them', () => {
    const home = { subvolume: 'home', path: '/home' }
    expect(shownPath(home, 'alice/todo.txt', '/home/alice')).toBe('~/todo.txt')
    expect(shownPath(home, 'alice', '/home/alice')).toBe('~')
    expect(shownPath(home, 'alicette/x', '/home/alice')).toBe('/home/alicette/x')
    expect(shownPath({ subvolume: 'system', path: '/' }, 'etc/fstab', '/home/alice')).toBe('/etc/fstab')
    expect(shownPath({ subvolume: 'nested/261' }, 'a/b')).toBe('a/b')
  })

  it('is looked at from the folder of the person, where the subvolume has it', () => {
    expect(homeIn({ path: '/home' }, '/home/alice')).toBe('alice')
    expect(homeIn({ path: '/' }, '/home/zoë')).toBe('home/zo\u00c3\u00ab')
    expect(homeIn({ path: '/home/al' }, '/home/alice')).toBe('')
    expect(homeIn({ path: '/home' }, undefined)).toBe('')
    expect(homeIn({}, '/home/alice')).toBe('')
  })

  it('have a name and a folder, also at the top', () => {
    expect([nameOf('a/b'), folderOf('a/b'), nameOf('a'), folderOf('a')]).toEqual(['b', 'a', 'a', ''])
  })

  it('stand in an address and come back the same, odd names and all', () => {
    const place = { id: 'x', laptop: 'p17', subvolume: 'extra/srv', folder: 'a?file=b/\u00c3\u00a4 %2F', file: '#? %' }
    const route = parseRoute(filesHash(place))
    expect(route).toMatchObject({ kind: 'shell', page: 'snapshots', item: 'x' })
    if (route.kind === 'shell') expect(filesPlaceOf(route.item, route.rest ?? [], route.file)).toEqual(place)
  })
})

describe('comparing', () => {
  const [newer, older] = [
    restorePoints[0]?.snapshots[0],
    restorePoints.find(({ key }) => key === 's2:after-switch')?.snapshots[0],
  ]
  const both = newer === undefined || older === undefined ? undefined : ([newer, older] as const)

  it('puts the earlier one first, whichever was chosen', () => {
    const [late, early] = both ?? expect.fail('the fixture has both')
    expect(pairingOf(early, 'home', 'now', [late])).toEqual({
      comparison: { laptop: 'p17', subvolume: 'home', one: early.id, other: 'now' },
      snapshotIs: 'earlier',
    })
    expect(pairingOf(late, 'home', early.id, [early]).comparison).toMatchObject({ one: early.id, other: late.id })
    expect(pairingOf(late, 'home', early.id, [early]).snapshotIs).toBe('later')
  })

  it('offers other snapshots of the same laptop that have the subvolume, never those of other tools', () => {
    const [late] = both ?? expect.fail('the fixture has both')
    const others = othersWith(restorePoints, late, 'images')
    expect(others.every(({ laptop, reason }) => laptop === 'p17' && reason !== 'foreign')).toBe(true)
    expect(others.map(({ id }) => id)).not.toContain('20261119T180000000Z-daily')
  })

  it('wants the chosen subvolume first, then the others against now', () => {
    const [late, early] = both ?? expect.fail('the fixture has both')
    const chosen = { laptop: 'p17', subvolume: 'system', one: late.id, other: 'now' }
    expect(wantedComparisons(chosen, late).map(({ subvolume }) => subvolume)).toEqual([
      'system',
      'home',
      'images',
      'extra/srv',
    ])
    expect(wantedComparisons({ ...chosen, one: early.id, other: late.id }, late)).toHaveLength(1)
  })

  it('restores from the side that is the snapshot, under the name it has there', () => {
    const moved = { path: 'new', oldPath: 'old', kind: 'renamed' } as const
    expect(pathInSnapshot(moved, 'earlier')).toBe('old')
    expect(pathInSnapshot(moved, 'later')).toBe('new')
    expect(pathInSnapshot({ path: 'a', kind: 'added' }, 'earlier')).toBeUndefined()
    expect(pathInSnapshot({ path: 'a', kind: 'deleted' }, 'later')).toBeUndefined()
  })

  it('counts a changed line once', () => {
    const lines = (before: string, after: string) => countDifferentLines(compareTexts(before, after, showAll))
    expect(lines('a\nb\nc\n', 'a\nB\nc\n')).toBe(1)
    expect(lines('a\nb\nc\n', 'a\nB\nx\nc\nd\n')).toBe(3)
    expect(lines('a\n', 'a\n')).toBe(0)
  })

  it('shows a file of eight lines whole', () => {
    const text = 'l\n'.repeat(7)
    expect(foldEqual(compareTexts(text, `${text}x`, showAll), []).stretches).toHaveLength(1)
  })

  it('says what differs in a sentence', () => {
    expect(countsText(countsOf(changesOf('home', 9)))).toBe(
      '3 new, 3 changed, 1 deleted, 1 moved, 1 with a different owner or mode',
    )
    expect(countsText(countsOf([]))).toBe('No differences')
  })
})

describe('a long list that lies elsewhere', () => {
  it('is asked for the pages in sight', () => {
    expect(pagesOfRange(0, 10)).toEqual([0])
    expect(pagesOfRange(pageSize - 1, pageSize)).toEqual([0, 1])
    expect(pagesOfRange(0, -1)).toEqual([0])
  })

  it('lets the page go that is farthest from what is in sight', () => {
    let pages: Pages<number> = { key: 'k', total: 0, pages: new Map() }
    for (let page = 0; page < 60; page++) pages = withPage(pages, page, { total: 60 * pageSize, entries: [page] })
    expect(pages.pages.size).toBe(40)
    expect(itemAt(pages, 59 * pageSize)).toBe(59)
    expect(itemAt(pages, 0)).toBeUndefined()
    expect(withPage(pages, 0, { total: 60 * pageSize, entries: [7] }).pages.get(0)).toEqual([7])
  })

  it('is walked by keys from end to end', () => {
    expect(indexForKey('End', 3, 100_000)).toBe(99_999)
    expect(indexForKey('ArrowDown', -1, 5)).toBe(0)
    expect(indexForKey('PageUp', 4, 5)).toBe(0)
    expect(indexForKey('ArrowDown', 0, 0)).toBeUndefined()
    expect(indexForKey('x', 0, 5)).toBeUndefined()
  })

  it('is filtered where it lies', () => {
    const changes = changesOf('home', 2_000)
    expect(
      pageOf(changes, { offset: 0, limit: 5, kinds: ['deleted'] }).entries.every(({ kind }) => kind === 'deleted'),
    ).toBe(true)
  })
})

describe('the tree of what differs', () => {
  const changes = changesOf('home', 1_320)
  const top = treeOf(changes, '').children
  const alice = treeOf(changes, 'alice').children

  it('has a row for each child of an open folder and a word for one that is being read', () => {
    const folders = new Map([
      ['', { kind: 'known', children: top, total: top.length }],
      ['alice', { kind: 'known', children: alice, total: alice.length }],
    ] as const)
    const rows = treeRows(folders, new Set(['alice', 'alice/Documents']))
    expect(rows[0]).toMatchObject({ kind: 'child', level: 1, open: true, child: { count: 1_320 } })
    expect(rows).toHaveLength(1 + alice.length + 1)
    expect(rows.find(({ kind }) => kind === 'note')).toMatchObject({ path: 'alice/Documents', level: 3 })
    expect(sideways(rows, 0, 'ArrowRight')).toEqual({ kind: 'select', index: 1 })
    expect(sideways(rows, 1, 'ArrowLeft')).toEqual({ kind: 'select', index: 0 })
    expect(sideways(rows, 0, 'ArrowLeft')).toEqual({ kind: 'close', path: 'alice' })
    expect(sideways(rows, 1, 'ArrowRight')).toEqual({ kind: 'open', path: 'alice/.config' })
  })

  it('says how many of a folder are not shown yet, in a row that shows more', () => {
    const known = { kind: 'known', children: alice } as const
    const rowsWith = (total: number) => treeRows(new Map([['', { ...known, total }]]), new Set())
    expect(rowsWith(alice.length).at(-1)?.kind).toBe('child')
    const last = rowsWith(alice.length + 298_000).at(-1)
    expect(last).toMatchObject({ kind: 'more', text: 'Show the next 1,000; 298,000 are not shown yet' })
    expect(rowsWith(alice.length + 7).at(-1)).toMatchObject({ kind: 'more', text: 'Show the other 7' })
    expect(rowsWith(alice.length + 7)[0]).toMatchObject({ siblings: alice.length + 7 })
    const failed = new Map([['', { ...known, total: 99_999, problem: 'XPS 13 does not answer.' }]])
    expect(treeRows(failed, new Set()).at(-1)).toMatchObject({ kind: 'more', text: 'XPS 13 does not answer.' })
  })

  it('opens what is around the one that is looked at', () => {
    expect(foldersAround('alice/Documents/todo.txt')).toEqual(['alice', 'alice/Documents'])
    expect(foldersAround('todo.txt')).toEqual([])
  })
})

describe('rolling back', () => {
  const system: RollbackSubvolume = {
    subvolume: 'system',
    title: 'System',
    path: '/',
    when: { kind: 'next-start', why: 'It is in use.' },
    users: [],
    nested: 0,
    disappears: { first: ['usr/bin/docker'], count: 3 },
  }

  it('is done at once only when nothing that is ticked has to wait', () => {
    expect(whenOf(homeOnly)).toEqual({ now: true, why: undefined })
    expect(whenOf([...homeOnly, system])).toEqual({ now: false, why: 'It is in use.' })
    expect(whenOf(inUse).now).toBe(false)
  })

  it('names the first three that disappear from all ticked subvolumes, and counts all', () => {
    const { count, first } = disappearingOf([...homeOnly, system])
    expect(count).toBe(18)
    expect(first.map(({ path }) => path)).toHaveLength(3)
    expect(disappearingOf([system]).first.map(({ subvolume }) => subvolume.subvolume)).toEqual(['system'])
  })

  it('says what returns and what comes back', () => {
    const [home] = homeOnly
    expect(home === undefined ? '' : effectText(home)).toBe('1,284 files go back, 36 deleted files return')
    expect(effectText({})).toMatch(/Could not be compared/)
  })

  it('is asked of whole subvolumes, not of what lies inside them, in the order in which they were sent', () => {
    const subvolumes = ['home', 'clocks', 'extra/srv', 'nested/261'].map((subvolume) => ({
      subvolume,
      title: subvolume,
      shortTitle: subvolume,
    }))
    expect(topSubvolumes(subvolumes).map(({ subvolume }) => subvolume)).toEqual(['home', 'clocks', 'extra/srv'])
  })
})

describe('how long snapshots are kept', () => {
  const [days] = policyNumbers
  const share = policyNumbers.at(-1)

  it('takes whole numbers within their bounds only', () => {
    if (days === undefined || share === undefined) expect.fail('the sentence has numbers')
    expect(policyWith(policy, days, '5')?.allForDays).toBe(5)
    expect(policyWith(policy, share, '45')?.mostDiskShare).toBe(0.45)
    for (const typed of ['', '-1', '1.5', 'x', '9999', '1e3'])
      expect(policyWith(policy, days, typed), typed).toBeUndefined()
    expect(policyWith(policy, share, '0')).toBeUndefined()
  })

  it('is one form as long as both laptops are set up the same', () => {
    expect(allSame([retention('p17'), retention('xps')])).toBe(true)
    expect(allSame([retention('p17'), retention('xps', { enabled: true })])).toBe(false)
    expect(allSame([retention('p17'), retention('xps', { policy: { ...policy, allForDays: 9 } })])).toBe(false)
  })
})

describe('work that goes on', () => {
  it('says how far it is in its own unit', () => {
    expect(amountText({ done: 12_400, total: 98_000, unit: 'files' })).toBe('12,400 of 98,000 files')
    expect(amountText({ done: 1, total: 1, unit: 'files' })).toBe('1 of 1 file')
    expect(amountText({ done: 2_500_000, unit: 'bytes' })).toBe('2.5 MB')
  })
})

describe('the list of restore points', () => {
  const points = restorePoints

  it('has one row for each switch, with what was before and after it inside', () => {
    const rows = listedPoints(points)
    const ofSwitch = rows.filter(({ points: mine }) => mine.length > 1)
    expect(ofSwitch.map(({ points: mine }) => mine.map(({ reason }) => reason))).toContainEqual([
      'before-switch',
      'after-switch',
    ])
    expect(rows.flatMap(({ points: mine }) => mine.map(({ key }) => key)).toSorted()).toEqual(
      points.map(({ key }) => key).toSorted(),
    )
    for (const { points: mine, first, at } of rows) {
      expect(first).toBe(mine[0])
      expect(at).toBe(mine.at(-1)?.at)
    }
  })

  it('opens on what was before the last switch, and counts as many as it has rows', () => {
    const rows = listedPoints(points.filter(isOurs))
    const [last] = rows.filter(({ points: mine }) => mine.length > 1)
    const since = points.filter(({ at }) => last !== undefined && at <= last.at)
    expect(pointToOpen(since)).toMatchObject({ reason: 'before-switch', key: last?.first.key })
    expect([countText(points.filter(isOurs)), countText([])]).toEqual([`${rows.length} snapshots`, 'No snapshots yet'])
  })

  it('knows the other side of a switch, and none for what was taken by hand or by itself', () => {
    const before = oneOf(
      'a point before a switch that has one after it',
      points,
      (point) => point.reason === 'before-switch' && pointsOfSwitch(points, point).length === 2,
    )
    expect(pointsOfSwitch(points, before).map(({ reason }) => reason)).toEqual(['before-switch', 'after-switch'])
    const alone = oneOf('a point of no switch', points, ({ reason }) => reason === 'scheduled')
    expect(pointsOfSwitch(points, alone)).toEqual([alone])
  })
})
