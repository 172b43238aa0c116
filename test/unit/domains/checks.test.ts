import { describe, expect, it } from 'vitest'
import type { Preview } from '../../../src-main/contract/preview.ts'
import type { ChecksPlan, CheckSide } from '../../../src-main/domains/checks/on-pair/check.ts'
import { createChecksStep, previewChecks } from '../../../src-main/domains/checks/on-pair/checks-step.ts'
import { measureTiming } from '../../../src-main/domains/checks/on-pair/compare-clocks.ts'
import type { Session } from '../../../src-main/domains/checks/verbs.ts'
import { formatTime } from '../../../src-main/kernel/format-time.ts'
import { wording } from '../../../src-main/app/wording.ts'

const laptops = { from: { name: 'p17', label: 'P17' }, to: { name: 'xps', label: 'XPS 13' } }
const gigabyte = 1e9
const room = {
  totalBytes: 500 * gigabyte,
  freeBytes: 412.6 * gigabyte,
  unallocatedBytes: 100 * gigabyte,
  metadataBytes: gigabyte,
  metadataUsedBytes: 1e8,
}
const side: CheckSide = {
  facts: {
    system: 'Ubuntu 24.04.1 LTS',
    agentVersion: '0.1.0',
    bootId: 'b',
    person: { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' },
    ofPerson: { groups: [], hasCrontab: false },
    home: { kind: 'subvolume' },
    power: { plugged: true, percent: 84 },
    fileSystems: [
      { places: ['/', '/home'], fsType: 'btrfs', totalBytes: room.totalBytes, freeBytes: room.freeBytes, btrfs: room },
    ],
    clockSynchronized: true,
    sessions: [],
  },
  timing: { offsetMs: 0, roundTripMs: 2.4 },
  ledger: {},
  doors: [],
}
const plan: ChecksPlan = {
  at: '2026-11-20T08:00:00.000Z',
  from: side,
  to: side,
  startedBy: 'p17',
  holder: { kind: 'never-switched' },
  power: 'anything',
}
const withTo = (facts: Partial<CheckSide['facts']>): ChecksPlan => ({
  ...plan,
  to: { ...side, facts: { ...side.facts, ...facts } },
})
const apart = (offsetMs: number): ChecksPlan => ({ ...plan, to: { ...side, timing: { ...side.timing, offsetMs } } })

function row(preview: Preview, id: string) {
  const rows = preview.blocks.flatMap((block) => (block.kind === 'checks' ? block.rows : []))
  return rows.find((each) => each.id === id)
}
const look = (some: ChecksPlan) => previewChecks(some, laptops)

describe('the checks', () => {
  it('have nothing to decide on their page without a question', () => {
    expect(look(plan).questions).toEqual([])
    expect(look(plan).pages[0]).not.toHaveProperty('heading')
  })

  it('pass in words, without codes', () => {
    const preview = look(plan)
    expect(preview).toMatchObject({ blockers: [], questions: [] })
    expect(row(preview, 'power')?.from).toEqual({ tone: 'passed', text: 'Plugged in, 84%' })
    expect(row(preview, 'disk')?.to).toEqual({ tone: 'passed', text: '412.6 GB free' })
    expect(row(preview, 'clock')?.to).toEqual({ tone: 'passed', text: 'Within 1 s of P17' })
    expect(row(preview, 'connection')?.to).toEqual({ tone: 'passed', text: 'Answered in 2 ms' })
  })

  it('warn about a laptop on battery, and let the switch start', () => {
    const preview = look(withTo({ power: { plugged: false, percent: 63 } }))
    expect(row(preview, 'power')).toMatchObject({
      to: { tone: 'warning', text: 'On battery, 63%' },
      remedy: expect.stringContaining('Plug') as unknown,
    })
    expect(preview.blockers).toEqual([])
  })

  it('block a laptop that has less power than the settings ask for, and name it', () => {
    const onBattery = (percent: number | undefined) =>
      withTo({ power: { plugged: false, ...(percent === undefined ? {} : { percent }) } })
    const blocked = (power: ChecksPlan['power'], some: ChecksPlan) => look({ ...some, power }).blockers.length === 1
    expect(blocked('anything', onBattery(3))).toBe(false)
    expect([41, 40, 39, undefined].map((percent) => blocked('charged', onBattery(percent)))).toEqual([
      false,
      false,
      true,
      true,
    ])
    expect(blocked('plugged', onBattery(100))).toBe(true)
    expect(blocked('plugged', plan)).toBe(false)
    const preview = look({ ...onBattery(20), power: 'charged' })
    expect(preview.blockers).toMatchObject([{ code: 'blocked', title: 'Plug in XPS 13' }])
    expect(row(preview, 'power')).toMatchObject({ from: { tone: 'passed' }, to: { tone: 'blocked' } })
    expect(row(look({ ...onBattery(60), power: 'charged' }), 'power')?.to.tone).toBe('warning')
  })

  it('block a laptop whose /home is no subvolume of its own, and say how it becomes one', () => {
    expect(look(withTo({ home: { kind: 'subvolume' } })).blockers).toEqual([])
    const waiting = look(withTo({ home: { kind: 'at-next-start' } }))
    expect(waiting.blockers).toMatchObject([{ code: 'blocked', title: 'Restart XPS 13' }])
    expect(row(waiting, 'home')).toMatchObject({ from: { tone: 'passed' }, to: { tone: 'blocked' } })
    expect(row(waiting, 'disk')?.to.tone).toBe('passed')
    expect(row(look(plan), 'home')).toBeUndefined()
    const why = { id: 'home-subvolume.changedMeanwhile', data: {} }
    for (const home of [{ kind: 'folder' }, { kind: 'failed', why }] as const)
      expect(look(withTo({ home })).blockers).toMatchObject([{ title: '/home of XPS 13 is not a subvolume' }])
  })

  it('block a disk with too little room, and say how much is wanted', () => {
    const full = { ...room, freeBytes: 3 * gigabyte }
    const preview = look(
      withTo({
        fileSystems: [
          {
            places: ['/', '/home'],
            fsType: 'btrfs',
            totalBytes: full.totalBytes,
            freeBytes: full.freeBytes,
            btrfs: full,
          },
        ],
      }),
    )
    expect(preview.blockers).toEqual([
      {
        code: 'disk-full',
        title: 'The disk of XPS 13 is nearly full',
        text: expect.stringContaining('25.0 GB') as unknown,
      },
    ])
    expect(row(preview, 'disk')?.to.tone).toBe('blocked')
  })

  it('tell clocks that are together, noticeably apart and misleadingly apart', () => {
    expect(row(look(apart(-100)), 'clock')?.to.text).toBe('Within 1 s of P17')
    expect(row(look(apart(5_000)), 'clock')?.to).toEqual({ tone: 'warning', text: '5.0 s ahead' })
    const far = look(apart(-90_000))
    expect(row(far, 'clock')?.to).toEqual({ tone: 'blocked', text: '2 min behind' })
    expect(far.blockers.map(({ title }) => title)).toEqual(['The clocks are too far apart'])
  })

  it('do not take an unknown time service for a set clock', () => {
    expect(row(look(withTo({ clockSynchronized: false })), 'clock')?.to).toEqual({
      tone: 'info',
      text: 'Within 1 s of P17, set by hand',
    })
  })

  it('block accounts with other numbers, and other versions, each with its own code', () => {
    const person = look(withTo({ person: { name: 'alice', uid: 1001, gid: 1000, home: '/home/alice' } }))
    expect(person.blockers).toHaveLength(1)
    expect(person.blockers[0]?.text).toMatch(/user 1000.*user 1001/)
    expect(look(withTo({ agentVersion: '0.2.0' })).blockers.map(({ code }) => code)).toEqual(['agent-mismatch'])
  })
})

describe('who is logged in', () => {
  const session: Session = {
    ...{ account: 'alice', isLocked: true, isIdle: true, since: '2026-11-20T07:12:00.000Z' },
    kind: 'desktop',
  }
  const since = formatTime(session.since, Date.parse(plan.at))
  const rowOf = (sessions: CheckSide['facts']['sessions']) => row(look(withTo({ sessions })), 'sessions')

  it('is nothing to tell when it is nobody', () => {
    expect(rowOf([])).toBeUndefined()
  })

  it('is told and is no question, as a session that is merely open loses nothing', () => {
    expect(rowOf([session])).toEqual({
      id: 'sessions',
      title: 'Logged in',
      icon: 'person',
      from: { tone: 'passed', text: 'Nobody' },
      to: { tone: 'info', text: `alice: desktop, screen locked, since ${since}` },
    })
    expect(look(withTo({ sessions: [session] })).questions).toEqual([])
  })

  it('is a warning while somebody works there', () => {
    const working = { ...session, kind: 'remote', isLocked: false, isIdle: false } as const
    expect(rowOf([session, working])).toMatchObject({
      to: { tone: 'warning', text: expect.stringMatching(/; alice: over the network, since/) as unknown },
      remedy: expect.stringContaining('log out there') as unknown,
    })
  })

  it('is not asked to log out where they sit and bring the work to', () => {
    const working = { ...session, isLocked: false, isIdle: false }
    const brought = { ...withTo({ sessions: [working] }), startedBy: 'xps' }
    expect(row(look(brought), 'sessions')?.remedy).toMatch(/^Save your work on XPS 13 and close your programs\./)
  })

  it('is not taken for nobody when logind does not say', () => {
    expect(rowOf(undefined)?.to).toEqual({ tone: 'unknown', text: 'Not known' })
  })
})

describe('who has the latest work', () => {
  const since = '2026-11-19T17:09:00.000Z'
  const heldBy = (by: string): ChecksPlan => ({ ...plan, holder: { kind: 'held', by, since, switchId: 's1' } })

  it('is no question when it is the laptop that is left', () => {
    const preview = look(heldBy('p17'))
    expect(preview.questions).toEqual([])
    expect(row(preview, 'holder')?.from).toEqual({ tone: 'passed', text: 'Has the latest work' })
  })

  it('is asked, without a safe default, when it is the other one or not known', () => {
    for (const some of [
      heldBy('xps'),
      { ...plan, holder: { kind: 'unclear', why: 'XPS 13: it was rolled back' } } as const,
    ]) {
      const [question, ...more] = look(some).questions
      expect(more).toEqual([])
      expect(question).toMatchObject({ id: 'checks:holder', required: true })
      expect(question).not.toHaveProperty('safeDefault')
      expect(question?.choices.map(({ id }) => id)).toEqual(['take-anyway', 'stop'])
      expect(question?.choices[1]?.effect).toBe('Nothing is changed. Bring the work of XPS 13 to P17 instead.')
    }
  })

  it('makes a plan outdated when it changed meanwhile, and nothing else does', () => {
    const step = createChecksStep(() => Promise.resolve('anything'))
    expect(step.changes?.(plan, { ...apart(30), at: '2026-11-20T08:05:00.000Z' }, {})).toEqual([])
    expect(step.changes?.(plan, heldBy('xps'), {})).toHaveLength(1)
  })
})

describe('a switch of packages alone', () => {
  const alone = (some: ChecksPlan): ChecksPlan => ({ ...some, scope: 'packages' })

  it('asks neither who has the latest work nor who is at the other laptop', () => {
    const since = '2026-11-20T07:00:00.000Z'
    const working: Session = { account: 'alice', kind: 'desktop', isLocked: false, isIdle: false, since }
    const busy = withTo({ sessions: [working] })
    const there = { kind: 'held', by: 'xps', since: '2026-11-19T08:00:00.000Z', switchId: 's1' } as const
    const asked = look({ ...busy, holder: there })
    expect(asked.questions.map(({ id }) => id)).toEqual(['checks:holder'])
    expect(row(asked, 'sessions')).toBeDefined()
    const preview = look(alone({ ...busy, holder: { kind: 'unclear', why: 'It was rolled back.' } }))
    expect(preview).toMatchObject({ questions: [], blockers: [] })
    expect([row(preview, 'holder'), row(preview, 'sessions')]).toEqual([undefined, undefined])
  })
})

describe('a switch of packages alone to the laptop with the latest work', () => {
  it('is refused: what was decided about packages is kept there', () => {
    const there = { kind: 'held', by: 'xps', since: '2026-11-19T08:00:00.000Z', switchId: 's1' } as const
    const refused = look({ ...plan, scope: 'packages', holder: there })
    expect(refused.blockers.map(({ title }) => title)).toEqual(['XPS 13 has the latest work'])
    expect(refused.questions).toEqual([])
    expect(look({ ...plan, scope: 'packages', holder: { ...there, by: 'p17' } }).blockers).toEqual([])
  })
})

describe('other switches', () => {
  const open = { switchId: 's1', ...laptops, since: '2026-11-20T07:52:00.000Z', startedBy: 'xps' }
  const reserved = { id: 's1', of: { kind: 'switch', ...laptops } as const, since: open.since }

  it('block while one is running, and say who started it', () => {
    const lock = { ...reserved, startedBy: 'xps', alive: true, ours: false }
    const preview = look({ ...plan, to: { ...side, ledger: { lock, open } } })
    expect(preview.blockers).toEqual([
      {
        code: 'locked',
        title: 'Another switch is running',
        text: expect.stringMatching(/started on XPS 13/) as unknown,
      },
    ])
    expect(preview.questions).toEqual([])
  })

  it('are not said to run where a laptop is reserved for work on it alone, which blocks as well', () => {
    const of = { kind: 'work', laptop: laptops.to } as const
    const lock = { ...reserved, of, startedBy: 'p17', alive: true, ours: false }
    expect(look({ ...plan, to: { ...side, ledger: { lock } } }).blockers).toEqual([
      {
        code: 'locked',
        title: 'XPS 13 is in use',
        text: expect.stringMatching(/^Files or snapshots of XPS 13 are in use since .*, started on P17\./) as unknown,
      },
    ])
  })

  it('are asked about when one was left unfinished, also by a program that is gone', () => {
    const lock = { ...reserved, startedBy: 'xps', alive: false, ours: false }
    const preview = look({ ...plan, from: { ...side, ledger: { lock, open } } })
    expect(preview.blockers).toEqual([])
    expect(preview.questions.map(({ id }) => id)).toEqual(['checks:unfinished'])
    expect(row(preview, 'other-switch')).toMatchObject({ from: { text: 'One has not finished' }, to: { text: 'None' } })
  })

  it('are not the one that is about to start', () => {
    const lock = { ...reserved, startedBy: 'p17', alive: true, ours: true }
    expect(
      look({ ...plan, from: { ...side, ledger: { lock } }, to: { ...side, ledger: { lock, open } } }),
    ).toMatchObject({ blockers: [], questions: [] })
  })
})

describe('a laptop that takes long to answer', () => {
  it('is not said to have a slow connection: it may be busy', () => {
    const late: ChecksPlan = { ...plan, to: { ...side, timing: { ...side.timing, roundTripMs: 184 } } }
    expect(row(look(late), 'connection')).toMatchObject({
      to: { tone: 'warning', text: 'Answered in 184 ms' },
      remedy: 'XPS 13 took long to answer. It may be busy, or the connection slow; then a network cable helps.',
    })
  })

  it('is the other one, whichever way the work goes', () => {
    const late = { ...side, timing: { ...side.timing, roundTripMs: 184 } }
    const asked = { ...plan, startedBy: 'xps' }
    expect(row(look({ ...asked, to: late }), 'connection')).not.toHaveProperty('remedy')
    expect(row(look({ ...asked, from: late }), 'connection')).toMatchObject({
      from: { tone: 'warning' },
      to: { tone: 'passed' },
      remedy: expect.stringContaining('P17 took long to answer') as unknown,
    })
  })
})

describe('the clock of another laptop', () => {
  it('is compared as if the answer took half of the way', async () => {
    const machine = {
      name: 'xps',
      label: 'XPS 13',
      wording,
      call: async () => {
        const unixMs = performance.timeOrigin + performance.now() + 90_000
        await new Promise((resolve) => setTimeout(resolve, 5))
        return { unixMs } as never
      },
    }
    const { offsetMs, roundTripMs } = await measureTiming(machine, {})
    expect(roundTripMs).toBeGreaterThan(4)
    expect(Math.abs(offsetMs - 90_000)).toBeLessThan(roundTripMs)
  })
})

describe('a point in time', () => {
  it('is told as a person would', () => {
    const now = new Date(2026, 10, 20, 8, 0).getTime()
    const at = (...parts: readonly [number, number, number, number, number]) =>
      formatTime(new Date(...parts).toISOString(), now)
    expect(at(2026, 10, 20, 7, 52)).toBe('today, 07:52')
    expect(at(2026, 10, 19, 23, 59)).toBe('yesterday, 23:59')
    expect(at(2026, 10, 18, 18, 12)).toBe('Wed 18 Nov, 18:12')
    expect(at(2025, 11, 31, 0, 5)).toBe('Wed 31 Dec 2025, 00:05')
  })
})

it('tells groups of the account that one laptop has only, and a crontab, with what to do by hand', () => {
  const own = { groups: ['alice', 'docker', 'sudo'], hasCrontab: true }
  const told = previewChecks(
    {
      ...plan,
      from: { ...side, facts: { ...side.facts, ofPerson: own } },
      to: { ...side, facts: { ...side.facts, ofPerson: { groups: ['alice', 'sudo'], hasCrontab: false } } },
    },
    laptops,
  )
  expect(row(told, 'person')).toMatchObject({
    from: { tone: 'warning' },
    remedy:
      'alice is in the group docker on P17 only. On XPS 13: sudo adduser alice docker. The crontab of alice is not copied: on P17, crontab -l shows it.',
  })
  expect(told.blockers).toEqual([])
})

describe('a laptop that refuses what a switch sends', () => {
  const forwarding = {
    kind: 'sshd',
    account: 'door',
    setting: 'DisableForwarding',
    value: 'yes',
    files: ['ssh/sshd_config.d/50-hard.conf'],
  } as const
  const denied = { ...forwarding, setting: 'DenyUsers', value: 'pc-*' } as const
  const noRule = { kind: 'sudo', account: 'door', why: 'none', files: [] } as const

  it('blocks the switch to it, with the setting and its file, before anything is done', () => {
    const told = look({ ...plan, to: { ...side, doors: [forwarding] } })
    expect(row(told, 'doors')).toMatchObject({ to: { tone: 'blocked' } })
    expect(told.blockers).toEqual([
      {
        code: 'blocked',
        title:
          'XPS 13 refuses the account of pc-switcher: DisableForwarding yes in /etc/ssh/sshd_config.d/50-hard.conf',
        text: 'On XPS 13: change that line, then "sudo systemctl reload ssh".',
      },
    ])
    expect(look({ ...plan, to: { ...side, doors: [noRule] } }).blockers).toHaveLength(1)
  })

  it('blocks no switch from it, nor programs alone, which need no tunnel', () => {
    expect(look({ ...plan, from: { ...side, doors: [forwarding] } }).blockers).toEqual([])
    expect(look({ ...plan, scope: 'packages', to: { ...side, doors: [forwarding] } }).blockers).toEqual([])
  })

  it('is known by its settings alone where the work is brought to it', () => {
    expect(look({ ...plan, to: { ...side, doors: [denied] } }).blockers).toEqual([])
    expect(look({ ...plan, startedBy: 'xps', to: { ...side, doors: [denied] } }).blockers).toHaveLength(1)
  })
})

it('tells who would be refused the next time, by what, and what mends it', () => {
  const refused = {
    kind: 'sshd',
    account: 'door',
    setting: 'AllowUsers',
    value: 'alice',
    files: ['ssh/sshd_config'],
  } as const
  const told = previewChecks({ ...plan, to: { ...side, doors: [refused] } }, laptops)
  expect(row(told, 'doors')).toMatchObject({
    from: { tone: 'passed' },
    to: { tone: 'warning' },
    remedy:
      'XPS 13 refuses the account of pc-switcher: AllowUsers alice in /etc/ssh/sshd_config. On XPS 13: change that line, then "sudo systemctl reload ssh".',
  })
  expect(told.blockers).toEqual([])
})
