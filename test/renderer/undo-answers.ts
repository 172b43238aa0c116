/** What the app says of undoing the last switch, in memory. */
import type { RollbackPlan, UndoPlan } from '../../src-main/contract/rollback-calls.ts'
import { homeOnly, inUse } from './snapshot-answers.ts'
import { proofOf } from './runs.ts'

type Subvolumes = RollbackPlan['subvolumes']

const noNames = { first: [], count: 0 }
const none = { added: 0, changed: 0, deleted: 0, renamed: 0, attributes: 0, bytes: 0 }

const lines: Readonly<Record<string, readonly string[]>> = {
  packages: [
    '3 are removed: docker-ce, ripgrep, gh',
    '2 go back: code, firefox',
    '1 returns: practice-game',
    '1 no longer starts by itself: docker.service',
  ],
  home: [
    '788 new items go: /home/alice/Documents/plan.md, /home/alice/Pictures/2026-11 Porto, /home/alice/todo.txt and 785 more',
    '613 items go back',
    '1 deleted item returns: /home/alice/Documents/written on the train.txt',
  ],
  etc: [
    '9 go back: /etc/hosts, /etc/apt/sources.list.d/docker.list, /etc/cups/printers.conf, /etc/nanorc, /etc/issue and 4 more',
  ],
  images: ['2 go back: work.qcow2, win11-dev.qcow2'],
}

function undoPlan(subvolumes: readonly Subvolumes[number][], more: Partial<UndoPlan> = {}): UndoPlan {
  const { switchId, from, to, finishedAt, steps, snapshotId = '20261118T181200000Z-s2' } = proofOf()
  const changed = steps.filter(
    ({ outcome, id }) => outcome.items > 0 && ['home', 'etc', 'packages', 'images'].includes(id),
  )
  return {
    ...{ switchId, from, to, finishedAt },
    takenBack: changed.map(({ id, title }) => ({ title, lines: [...(lines[id] ?? [])] })),
    stays: [],
    since: {
      setId: snapshotId,
      subvolumes: [
        {
          ...{ title: 'Home files', path: '/home' },
          counts: { ...none, added: 3, changed: 12, deleted: 1, bytes: 4.2e6 },
          disappears: { first: ['alice/Documents/talk-draft.odp', 'alice/notes', 'alice/todo.txt'], count: 3 },
          changed: {
            first: ['alice/.bash_history', 'alice/Documents/plan.md', 'alice/Projects/atlas/map.ts'],
            count: 12,
          },
        },
        {
          ...{ title: 'System', path: '/', counts: { ...none, changed: 48, bytes: 1.1e6 } },
          ...{ disappears: noNames, changed: { first: ['etc/nanorc', 'usr/bin/vim', 'usr/bin/vimdiff'], count: 48 } },
        },
      ],
    },
    plan: {
      planId: 'undo-1',
      laptop: to.name,
      id: snapshotId,
      at: finishedAt,
      subvolumes: [...subvolumes],
      notes: [],
    },
    ...more,
  }
}

export const undoNow = undoPlan(homeOnly)
/** Waits for a restart, and one part stays. */
export const undoAtRestart = undoPlan(inUse, {
  stays: ['System: its snapshot is gone or was never taken'],
})
/** Nobody has worked there since. */
export const undoQuiet = undoPlan(homeOnly, {
  since: {
    setId: '20261118T181200000Z-s2',
    subvolumes: [{ title: 'Home files', path: '/home', counts: none, disappears: noNames, changed: noNames }],
  },
})
/** The snapshots from after the switch are gone. */
export const undoUnknown: UndoPlan = { ...undoNow, since: undefined }
