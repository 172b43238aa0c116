/** The overview claims nothing that is not known: asserted over every combination of what it may know. */
import { describe, expect, it } from 'vitest'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { overviewState, planThatHolds, type OverviewState } from '../../../src-main/contract/overview/state.ts'
import { overviewTitle, type OverviewTitle } from '../../../src-main/contract/overview/title.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import { cells, inputsOf, type Cell } from './overview-cells.ts'

interface Told extends OverviewTitle {
  readonly cell: Cell
  readonly state: OverviewState
  /** The laptops that would be taken, the first offer first. */
  readonly ways: readonly string[]
}

function saidOf(inputs: ReturnType<typeof inputsOf>) {
  const { overview, state: own, nowMs } = inputs
  const state = overviewState(overview, own, nowMs)
  const title = overviewTitle(state, overview, { nowMs })
  const buttons = [title.primary, ...title.menu].flatMap((button) => button ?? [])
  const ways = buttons.flatMap(({ act }) => (act.kind === 'prepare' ? [act.to] : []))
  return { ...title, state, ways }
}

const all: readonly Told[] = cells.map((cell) => ({ cell, ...saidOf(inputsOf(cell)) }))

const tellOf = new Map(all.map((one) => [JSON.stringify(one.cell), one]))
const told = (kind: OverviewState['kind']) => all.filter(({ state }) => state.kind === kind)
const cellsWhere = (fits: (cell: Cell) => boolean) => all.filter(({ cell }) => fits(cell))
const usual: Cell = {
  ...{ own: 'idle', open: 'none', holder: 'never', reach: 'reachable', look: 'after', now: 'soon' },
  saved: 'unasked',
}

function tell(cell: Partial<Cell>): Told {
  const wanted = JSON.stringify({ ...usual, ...cell })
  const found = tellOf.get(wanted)
  if (found === undefined) throw new Error(`there is no cell ${wanted}`)
  return found
}

/** The same, with something else in what both laptops say. */
function tellWith(cell: Partial<Cell>, change: (overview: Overview) => Overview) {
  const inputs = inputsOf({ ...usual, ...cell })
  return saidOf({ ...inputs, overview: change(inputs.overview) })
}

const isOpenElsewhere = ({ open }: Cell) => open !== 'none' && !open.startsWith('own')
const isPlanned = ({ own }: Cell) => own.startsWith('planned')
const isQuiet = ({ own }: Cell) => own === 'plannedQuiet' || own === 'plannedBackQuiet'
/** What was seen was seen before the end of the switch that this app has proven. */
const isSeenBefore = ({ own, look, open }: Cell) =>
  own.startsWith('done') && (look !== 'after' || open === 'ownRunning')

/** No cell is left that breaks a rule; the first few that do are shown. */
function expectNone(told: readonly { readonly cell: Cell }[]): void {
  expect(told.slice(0, 5)).toEqual([])
}

describe('in every combination', () => {
  it('there is one sentence, with nothing in it that is not known', () => {
    expect(all.length).toBe(13 * 9 * 10 * 4 * 3 * 2 * 8)
    expectNone(all.filter(({ title, lead }) => title === '' || /undefined|NaN|Invalid|null/.test(`${title} ${lead}`)))
  })

  it('every state there is comes up, but for what is tried below', () => {
    type Below = 'alone' | 'waits-for-restart' | 'undone' | 'behind' | 'differed' | 'holds'
    const kinds: Record<Exclude<OverviewState['kind'], Below>, true> = {
      'not-paired': true,
      copying: true,
      stopped: true,
      'running-elsewhere': true,
      unfinished: true,
      safe: true,
      'not-known': true,
      lacks: true,
      'changed-since': true,
      'changed-there': true,
      'changed-here-and-there': true,
      'never-compared': true,
      differs: true,
      same: true,
      'was-same': true,
      unclear: true,
      'third-holds': true,
    }
    expect(new Set(all.map(({ state }) => state.kind))).toEqual(new Set(Object.keys(kinds)))
  })

  it('a laptop that is set up alone is asked for nothing', () => {
    const error = { code: 'no-peer' as const, message: '', hint: 'Copies work.' }
    const { peer, ...lone } = { ...inputsOf(usual).overview, pairing: { kind: 'alone' as const, error } }
    expect(peer).toBeDefined()
    const state = overviewState(lone, undefined, Date.now())
    expect(state).toEqual({ kind: 'alone', what: 'Copies work.' })
    const { title, tone, primary } = overviewTitle(state, lone, { nowMs: Date.now() })
    expect([title, tone, primary]).toEqual(['P17 is set up without another laptop', 'neutral', undefined])
  })

  it('green is what was proven, and nothing else', () => {
    expectNone(all.filter(({ tone, state }) => (tone === 'green') !== ['safe', 'same'].includes(state.kind)))
    expectNone(all.filter(({ title, state }) => title.startsWith('Safe to') !== (state.kind === 'safe')))
    const asOf = ['not-known', 'lacks', 'changed-since']
    expectNone(all.filter(({ title, state }) => title.startsWith('Safe as of') !== asOf.includes(state.kind)))
  })

  it('it does not matter which app has proven it, nor whether its page is still open', () => {
    const after = cellsWhere(({ own, look, open }) => own === 'done' && look === 'after' && open !== 'ownRunning')
    const apart = after.filter(({ cell, title, lead }) => {
      const idle = tellOf.get(JSON.stringify({ ...cell, own: 'idle' }))
      return idle === undefined || idle.title !== title || idle.lead !== lead
    })
    expect(after.length).toBeGreaterThan(1_000)
    expectNone(apart)
  })

  it('no lid is safe to close while another switch runs or is unfinished', () => {
    expectNone(told('safe').filter(({ cell }) => isOpenElsewhere(cell)))
  })

  it('no lid is safe to close when the work has gone on since the proof', () => {
    const held = ['asProven', 'asProvenBack', 'peerEarlier', 'peerLater', 'hereEarlier', 'hereLater']
    const known = [...held, 'hereLaterByTheirClock']
    expectNone(told('safe').filter(({ cell }) => !isSeenBefore(cell) && !known.includes(cell.holder)))
  })

  it('no lid is safe to close when something was saved on that laptop since, or nobody has looked for a minute', () => {
    const seen = told('safe').filter(({ cell }) => !isSeenBefore(cell))
    const quiet = ['nothing', 'writtenSoon', 'settingsThere']
    expectNone(seen.filter(({ cell }) => !quiet.includes(cell.saved) || cell.now === 'muchLater'))
    expectNone(told('safe').filter(({ cell }) => cell.now === 'muchLater'))
  })

  it('nothing that was seen hours ago of the source is told as of now, and what was saved there stays told', () => {
    const later = cellsWhere(
      ({ now, holder, open, own }) =>
        now === 'muchLater' && /^(as|peer|here)/.test(holder) && open === 'none' && own === 'idle',
    )
    expectNone(later.filter(({ state }) => ['safe', 'same'].includes(state.kind)))
    const changed = later.filter(
      ({ cell }) => cell.saved === 'changed' && cell.look === 'after' && cell.reach !== 'none',
    )
    expect(changed.length).toBeGreaterThan(5)
    expectNone(changed.filter(({ state }) => state.kind !== 'changed-since'))
  })

  it('the source alone has to answer for its lid, and that the target is away is said', () => {
    const away = told('safe').filter(({ cell }) => cell.reach === 'unreachable' && !isSeenBefore(cell))
    expect(away.length).toBeGreaterThan(10)
    expectNone(away.filter(({ cell }) => !/^(asProven$|peer)/.test(cell.holder)))
    expectNone(away.filter(({ lead }) => !lead.endsWith('XPS 13 is not reachable since today, 07:14.')))
  })

  it('a switch can be prepared wherever one could be made', () => {
    const stands = ['not-paired', 'copying', 'stopped', 'running-elsewhere', 'unfinished']
    expectNone(all.filter(({ state, ways }) => (ways.length === 0) !== stands.includes(state.kind)))
  })

  it('a switch that another laptop runs is never hidden by what this one did before', () => {
    const seen = cellsWhere(
      (cell) => isOpenElsewhere(cell) && cell.look === 'after' && cell.own !== 'running' && cell.reach !== 'none',
    )
    expectNone(
      seen.filter(({ cell, state }) => {
        const wanted = cell.open.endsWith('Running') ? 'running-elsewhere' : 'unfinished'
        return state.kind !== wanted
      }),
    )
  })

  it('what this app runs is what it says', () => {
    expectNone(
      all.filter(({ cell, state }) => (state.kind === 'copying') !== (cell.own === 'running' && cell.reach !== 'none')),
    )
  })

  it('"same" is said of a plan of just now that found nothing, of laptops that answer', () => {
    expectNone(all.filter(({ title, state }) => title.includes('are the same') !== (state.kind === 'same')))
    expectNone(
      told('same').filter(
        ({ cell }) => !isQuiet(cell) || cell.open !== 'none' || cell.reach !== 'reachable' || cell.now !== 'soon',
      ),
    )
  })

  it('what is turned off is not called the same', () => {
    const { overview, state: own, nowMs } = inputsOf({ ...usual, own: 'plannedQuiet' })
    const plan = own?.kind === 'planned' ? own.plan : undefined
    const images = plan?.previews[stepIds.images]
    if (own?.kind !== 'planned' || plan === undefined || images === undefined) throw new Error('there is no such plan')
    const previews = {
      ...plan.previews,
      [stepIds.images]: { ...images, blocks: [], pages: [], turnedOff: true as const },
    }
    const turned = { ...own, plan: { ...plan, previews } }
    const titleOf = (at: number) => overviewTitle(overviewState(overview, turned, at), overview, { nowMs: at })
    expect(titleOf(nowMs)).toMatchObject({
      title: 'What is copied is the same on both laptops',
      lead: expect.stringMatching(
        /^Turned off in What travels, so not compared: Virtual machines\. Compared /,
      ) as string,
    })
    expect(titleOf(nowMs + 86_400_000).title).toMatch(/^What is copied was the same on both laptops /)
  })

  it('a plan of before the work changed hands says nothing', () => {
    const outdated = cellsWhere(
      (cell) => isPlanned(cell) && (cell.holder === 'hereLater' || cell.holder === 'peerLater'),
    )
    expectNone(outdated.filter(({ state }) => ['same', 'was-same', 'differs'].includes(state.kind)))
    expectNone(outdated.filter(({ state }) => 'plan' in state && state.plan !== undefined))
  })

  it('a plan of before a switch that is not finished shows nothing of what would change', () => {
    const plans = cellsWhere((cell) => isPlanned(cell) && cell.saved === 'unasked').map(({ cell }) => ({
      cell,
      ...inputsOf(cell),
    }))
    const shown = plans.filter(({ overview, state }) => planThatHolds(overview, state) !== undefined)
    expect(shown.filter(({ cell }) => cell.open !== 'none').slice(0, 5)).toEqual([])
  })

  it('nothing that was compared is called "not compared yet"', () => {
    expectNone(all.filter(({ cell, title }) => isPlanned(cell) && title.includes('not been compared')))
  })

  it('who has the latest work is said as the laptops remember it', () => {
    const equal = ['safe', 'not-known', 'lacks', 'changed-since', 'changed-there', 'changed-here-and-there']
    const of = all.flatMap((one) => ('entry' in one.state ? [{ ...one, entry: one.state.entry }] : []))
    const seen = of.filter(({ cell }) => !isSeenBefore(cell))
    expectNone(seen.filter(({ cell, entry }) => (entry.to.name === 'p17') !== /^(here|asProvenBack)/.test(cell.holder)))
    expectNone(seen.filter(({ state }) => !equal.includes(state.kind)))
    expectNone(told('third-holds').filter(({ cell }) => cell.holder !== 'third' && !isSeenBefore(cell)))
    expectNone(told('unclear').filter(({ cell }) => cell.holder !== 'unclear'))
  })
})

describe('in every combination, the way', () => {
  it('that is offered first brings what is new: from where something was saved to where it is not', () => {
    const entryOf = ({ state }: Told) => ('entry' in state ? state.entry : undefined)
    expectNone(told('changed-since').filter((one) => one.ways[0] !== entryOf(one)?.to.name))
    expectNone(told('lacks').filter((one) => one.ways[0] !== entryOf(one)?.to.name))
    expectNone(told('changed-there').filter((one) => one.ways[0] !== entryOf(one)?.from.name))
  })

  it('is named on the button: the other laptop is switched to, or its work is brought here', () => {
    const buttons = all.flatMap(({ primary, menu }) => [primary, ...menu].flatMap((button) => button ?? []))
    const named = buttons.filter(({ act, text }) => act.kind === 'prepare' && text !== 'Compare first')
    const wanted = (to?: string) => (to === 'p17' ? "Bring XPS 13's work here" : 'Prepare to switch to XPS 13')
    expect(named.filter(({ act, text }) => text !== wanted('to' in act ? act.to : '')).slice(0, 5)).toEqual([])
    expect(new Set(all.flatMap(({ ways }) => ways))).toEqual(new Set(['p17', 'xps']))
  })

  it('is offered both ways, each once', () => {
    expectNone(all.filter(({ ways }) => ways.length > 0 && [...ways].sort().join() !== 'p17,xps'))
  })

  it('is blue where it is what comes next, and only the sleep of the source is before it', () => {
    const quiet = ['not-known', 'same', 'was-same', 'safe']
    expectNone(all.filter(({ primary, state }) => primary?.strong === false && !quiet.includes(state.kind)))
    const asleep = told('safe').filter(({ primary }) => primary?.act.kind === 'suspend')
    expect(asleep.length).toBeGreaterThan(10)
    expectNone(asleep.filter(({ title }) => title !== 'Safe to close the lid of P17'))
  })

  it('of a plan is the way of what is told by it', () => {
    const brought = cellsWhere(({ own }) => own.startsWith('plannedBack'))
    const estimated = brought.filter(({ lead }) => lead.includes('takes'))
    expectNone(estimated.filter(({ lead }) => !lead.includes('Bringing P17 up to date')))
  })

  it('of a switch that the other laptop drives is gone on with there', () => {
    const theirs = told('unfinished').filter(({ cell }) => cell.open === 'fetchUnfinished')
    expectNone(
      theirs.filter(({ primary }) => primary?.text !== 'Resume copying on XPS 13' || primary.act.kind !== 'resume'),
    )
    const running = told('running-elsewhere').filter(({ cell }) => cell.open === 'fetchRunning')
    expectNone(running.filter(({ primary, lead }) => primary !== undefined || !lead.startsWith('Started on XPS 13.')))
  })
})

describe('the two laptops', () => {
  it('are safe to close when the work was brought here: the other one, which is left', () => {
    expect(tell({ holder: 'asProvenBack', saved: 'nothing' })).toMatchObject({
      title: 'Safe to close the lid of XPS 13',
      lead: 'As of today, 10:30. P17 has everything you chose to copy, and no home file was changed on XPS 13 since.',
      primary: { text: 'Prepare to switch to XPS 13', strong: false },
    })
  })

  it('are safe to close after any click, on a page opened anew, by a program that was started anew', () => {
    for (const own of ['done', 'idle', 'unknown'] as const)
      expect(tell({ own, holder: 'asProven', saved: 'nothing' })).toMatchObject({
        title: 'Safe to close the lid of P17',
        lead: 'As of today, 10:30. XPS 13 has everything you chose to copy, and no home file was changed here since.',
        tone: 'green',
        primary: { text: 'Suspend P17…', strong: true },
      })
  })

  it('go on where the work is, once the one that was left has slept', () => {
    const slept = tellWith({ holder: 'asProven', saved: 'nothing' }, (seen) => ({
      ...seen,
      here: { ...seen.here, ...(seen.here.facts && { facts: { ...seen.here.facts, hasSlept: true } }) },
    }))
    expect(slept.title).toBe('Safe to close the lid of P17')
    expect(slept.primary).toMatchObject({ text: "Bring XPS 13's work here", strong: true })
  })

  it('were safe to close until something was saved on the one that was left, which a switch would bring', () => {
    expect(tell({ holder: 'asProven', saved: 'changed' })).toMatchObject({
      title: 'Safe as of today, 10:30. 2 home files were changed here since',
      lead: 'XPS 13 does not have it yet. 3 more files changed in hidden folders.',
      tone: 'amber',
      primary: { text: 'Prepare to switch to XPS 13', strong: true },
      saved: { files: 2, names: ['notes.md', 'plan.md'] },
    })
    expect(tell({ holder: 'asProvenBack', saved: 'changed' })).toMatchObject({
      title: 'Safe as of today, 10:30. 2 home files were changed on XPS 13 since',
      primary: { text: "Bring XPS 13's work here", strong: true },
    })
    expect(tell({ holder: 'asProven', saved: 'written' })).toMatchObject({
      title: 'Safe as of today, 10:30',
      lead: 'Looking what was changed here since…',
      tone: 'neutral',
    })
  })

  it('lack what a comparison has found on the one that was left, although no home file was changed', () => {
    expect(tell({ own: 'planned', holder: 'peerEarlier', saved: 'nothing' })).toMatchObject({
      title: expect.stringMatching(/^Safe as of today, 10:00\. .* changed since$/) as string,
      tone: 'amber',
      primary: { text: 'Prepare to switch to XPS 13', strong: true },
    })
  })

  it('have their work where it was gone on with', () => {
    expect(tell({ holder: 'asProven', saved: 'changedThere' })).toMatchObject({
      title: 'XPS 13 has the latest work',
      lead: '2 home files were changed on XPS 13 since today, 10:30. No home file was changed here.',
      tone: 'blue',
      primary: { text: "Bring XPS 13's work here", strong: true },
    })
    expect(tell({ holder: 'asProvenBack', saved: 'changedThere' })).toMatchObject({
      title: 'P17 has the latest work',
      primary: { text: 'Prepare to switch to XPS 13' },
    })
  })

  it('both have new work', () => {
    expect(tell({ holder: 'asProven', saved: 'changedOnBoth' })).toMatchObject({
      title: 'Both laptops have new work',
      lead: '2 home files here, 2 home files on XPS 13 since today, 10:30.',
      tone: 'amber',
    })
  })

  it('are told apart by area when they were compared and never switched', () => {
    expect(tell({ own: 'planned' }).title).toMatch(/^XPS 13 differs from P17 in \d areas$/)
    expect(tell({ own: 'plannedBack' }).title).toMatch(/^P17 differs from XPS 13 in \d areas$/)
    expect(tell({ own: 'idle' }).title).toBe('XPS 13 has not been compared yet')
  })

  it('are not safe to close while the way back is copied', () => {
    expect(tell({ own: 'done', open: 'theirsRunning', holder: 'asProven' })).toMatchObject({
      title: 'Bringing P17 up to date',
      lead: expect.stringContaining('lids open') as string,
    })
  })

  it('are not safe to close when the way back did not finish', () => {
    expect(tell({ own: 'done', open: 'theirsUnfinished', holder: 'asProven' }).title).toBe(
      'The switch to P17 is not finished',
    )
  })

  it('are safe to close although they were last seen while the switch was ending', () => {
    const ending = { own: 'done', open: 'ownRunning', holder: 'peerEarlier' } as const
    expect(tell(ending).title).toBe('Safe to close the lid of P17')
    expect(tell({ ...ending, now: 'muchLater' }).title).toBe('Safe as of today, 10:30')
    expect(tell({ own: 'done', holder: 'asProven', look: 'before' }).state.kind).toBe('safe')
  })

  it('were the same, once nobody can tell any more', () => {
    expect(tell({ own: 'plannedQuiet', holder: 'hereEarlier' }).title).toBe('Both laptops are the same')
    expect(tell({ own: 'plannedQuiet', now: 'muchLater' }).title).toMatch(/^Both laptops were the same today/)
    expect(tell({ own: 'plannedQuiet', reach: 'unreachable' }).state.kind).toBe('was-same')
  })

  it('are not safe to close when one was rolled back after the proof', () => {
    expect(tell({ own: 'done', holder: 'unclear' })).toMatchObject({
      title: 'Both laptops may have new work',
      lead: 'XPS 13 was rolled back.',
    })
  })

  it('have their work elsewhere when neither of them has it', () => {
    expect(tell({ holder: 'third' }).title).toBe('old-laptop has the latest work')
  })
})

describe('after a switch', () => {
  const cell = { holder: 'asProven', saved: 'nothing' } as const
  const withEntry = (change: object) => (seen: Overview) => ({
    ...seen,
    history: seen.history.map((entry) => ({ ...entry, ...change })),
  })

  it('that was undone, the sentence says so, and the source has the latest work', () => {
    const undone = tellWith(cell, (seen) => ({
      ...withEntry({ undoneAt: '2026-11-20T10:30:20.000Z' })(seen),
      holder: { kind: 'held', by: 'p17', since: '2026-11-20T10:30:20.000Z', switchId: 'switch-3' },
    }))
    expect(undone).toMatchObject({
      title: 'The switch of today, 10:30 was undone today, 10:30',
      lead: 'XPS 13 is as it was today, 10:30. P17 has the latest work.',
      tone: 'neutral',
      primary: { text: 'Prepare to switch to XPS 13', strong: true },
    })
  })

  it('whose undo waits for a restart, nothing is offered but that', () => {
    const waiting = { operationId: 'o', at: '2026-11-20T10:00:00.000Z', undoes: 'switch-3' }
    const waits = tellWith(cell, (seen) => ({
      ...seen,
      ...(seen.peer?.facts && { peer: { ...seen.peer, facts: { ...seen.peer.facts, waiting } } }),
    }))
    expect(waits).toMatchObject({
      title: 'Waiting for a restart of XPS 13',
      lead: 'Then the switch of today, 10:30 is undone: XPS 13 will be as it was today, 10:00.',
      tone: 'amber',
      primary: { text: 'Restart XPS 13 now…', act: { kind: 'restart' } },
      menu: [{ text: 'Cancel the undo', act: { kind: 'cancel-undo' } }],
    })
  })

  it('with something still on its way, no lid is safe to close', () => {
    const behind = 'Syncthing still carries 3 files to XPS 13.'
    const told = tellWith(cell, withEntry({ behind }))
    expect([told.state.kind, told.lead, told.tone]).toEqual(['behind', behind, 'amber'])
  })

  it('after which something differed, nothing is called equal', () => {
    const told = tellWith(cell, withEntry({ verified: false }))
    expect([told.title, told.tone]).toEqual(['Not finished: what was copied to XPS 13 differs', 'amber'])
  })

  it('after which another one was given up, the target may have a part of that', () => {
    const givenUp = { switchId: 'given', at: '2026-11-20T10:30:20.000Z' }
    const told = tellWith(cell, (seen) => ({ ...seen, givenUp }))
    expect([told.title, told.tone, told.state]).toMatchObject([
      'Safe as of today, 10:30',
      'neutral',
      { kind: 'not-known', why: 'given-up' },
    ])
  })

  it('nothing is said of the source that is not known now, when the work went on at the target', () => {
    const there = { ...cell, saved: 'changedThere' } as const
    expect(tellWith(there, (seen) => seen)).toMatchObject({
      lead: '2 home files were changed on XPS 13 since today, 10:30. No home file was changed here.',
      state: { isLeftQuiet: true },
    })
    const old = tellWith({ ...there, now: 'muchLater' }, (seen) => seen)
    expect(old).toMatchObject({
      lead: '2 home files were changed on XPS 13 since today, 10:30.',
      state: { isLeftQuiet: false },
    })
  })

  it('from a laptop that is none of the two any more, only who has the work is said', () => {
    const q = { name: 'q', label: 'Q' }
    const told = tellWith(cell, withEntry({ from: q }))
    expect(told.title).toBe('XPS 13 has the latest work')
  })

  it('of which this laptop no longer has the record, only who has the work is said', () => {
    const told = tellWith(cell, (seen) => ({ ...seen, history: [] }))
    expect([told.title, told.lead]).toEqual(['XPS 13 has the latest work', 'Last in sync today, 10:30.'])
  })
})
