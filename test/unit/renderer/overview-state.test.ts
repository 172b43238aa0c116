/** The overview claims nothing that is not known: asserted over every combination of what it may know. */
import { describe, expect, it } from 'vitest'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import {
  overviewState,
  planThatHolds,
  type OverviewState,
} from '../../../src-renderer/pages/overview/overview-state.ts'
import { overviewTitle, type OverviewTitle } from '../../../src-renderer/pages/overview/overview-title.ts'
import { cells, inputsOf, type Cell } from './overview-cells.ts'

interface Told {
  readonly cell: Cell
  readonly state: OverviewState
  readonly title: string
  readonly lead: string
  readonly primary: OverviewTitle['primary']
  readonly otherWay: OverviewTitle['otherWay']
}

const all: readonly Told[] = cells.map((cell) => {
  const { overview, state: own, nowMs } = inputsOf(cell)
  const state = overviewState(overview, own, nowMs)
  const { title, lead, primary, otherWay } = overviewTitle(state, overview, nowMs)
  return { cell, state, title, lead, primary, otherWay }
})

const told = (kind: OverviewState['kind']) => all.filter(({ state }) => state.kind === kind)
const cellsWhere = (fits: (cell: Cell) => boolean) => all.filter(({ cell }) => fits(cell))
const usual: Cell = {
  ...{ own: 'idle', open: 'none', holder: 'never', reach: 'reachable', look: 'after', now: 'soon' },
  saved: 'unasked',
}

function tell(cell: Partial<Cell>): Told {
  const wanted = JSON.stringify({ ...usual, ...cell })
  const found = all.find((one) => JSON.stringify(one.cell) === wanted)
  if (found === undefined) throw new Error(`there is no cell ${wanted}`)
  return found
}

const isOpenElsewhere = ({ open }: Cell) => open !== 'none' && !open.startsWith('own')
const isPlanned = ({ own }: Cell) => own.startsWith('planned')
const isQuiet = ({ own }: Cell) => own === 'plannedQuiet' || own === 'plannedBackQuiet'

/** No cell is left that breaks a rule; the first few that do are shown. */
function expectNone(told: readonly Told[]): void {
  expect(told.slice(0, 5)).toEqual([])
}

describe('in every combination', () => {
  it('there is one sentence, with nothing in it that is not known', () => {
    expect(all.length).toBe(13 * 9 * 10 * 4 * 3 * 2 * 5)
    expectNone(all.filter(({ title, lead }) => title === '' || /undefined|NaN|Invalid|null/.test(`${title} ${lead}`)))
  })

  it('every state there is comes up', () => {
    const kinds: Record<Exclude<OverviewState['kind'], 'alone'>, true> = {
      'not-paired': true,
      copying: true,
      stopped: true,
      'running-elsewhere': true,
      unfinished: true,
      safe: true,
      'safe-as-of': true,
      verified: true,
      'never-compared': true,
      differs: true,
      same: true,
      'was-same': true,
      unclear: true,
      'here-holds': true,
      'peer-holds': true,
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
    const { title, tone, primary } = overviewTitle(state, lone, Date.now())
    expect([title, tone, primary]).toEqual(['P17 is set up without another laptop', 'normal', undefined])
  })

  it('"safe" is said of a switch that is proven, and of nothing else', () => {
    expectNone(all.filter(({ title, state }) => title.startsWith('Safe to') !== (state.kind === 'safe')))
    expectNone(all.filter(({ title, state }) => title.startsWith('Safe as of') !== (state.kind === 'safe-as-of')))
    expectNone(told('safe').filter(({ cell }) => cell.own !== 'done' && cell.own !== 'doneBack'))
  })

  it('no lid is safe to close while another switch runs or is unfinished', () => {
    expectNone(told('safe').filter(({ cell }) => isOpenElsewhere(cell)))
  })

  it('no lid is safe to close when the work has gone on since the proof', () => {
    const proven = ({ own }: Cell) => (own === 'doneBack' ? 'asProvenBack' : 'asProven')
    // A switch that still runs in what was seen was seen before its end, which this app knows.
    const isSeenAfter = ({ look, open }: Cell) => look === 'after' && open !== 'ownRunning'
    expectNone(told('safe').filter(({ cell }) => isSeenAfter(cell) && cell.holder !== proven(cell)))
  })

  it('no lid is safe to close when something was saved on that laptop since, or nobody has looked for a minute', () => {
    const seenAfter = told('safe').filter(({ cell: { look, open } }) => look === 'after' && open !== 'ownRunning')
    expectNone(seenAfter.filter(({ cell }) => cell.saved === 'changed' || cell.saved === 'written'))
    expectNone(told('safe-as-of').filter(({ cell }) => !['changed', 'written'].includes(cell.saved)))
  })

  it('what was saved on the laptop that was left is told as long as a switch could bring it', () => {
    const changed = all.filter(({ cell }) => cell.saved === 'changed' && cell.look !== 'never')
    const held = changed.filter(({ state: { kind } }) => kind === 'here-holds' || kind === 'peer-holds')
    expectNone(
      held.filter(
        ({ lead }) => !/\b2 home files were changed (here|on XPS 13) since, and 3 in hidden folders\./.test(lead),
      ),
    )
  })

  it('a switch can be prepared wherever one could be made', () => {
    const stands = ['not-paired', 'copying', 'stopped', 'running-elsewhere', 'unfinished']
    expectNone(all.filter(({ state, primary }) => (primary?.to === undefined) !== stands.includes(state.kind)))
  })

  it('no lid is safe to close by what was seen hours ago', () => {
    expectNone(told('safe').filter(({ cell }) => cell.now === 'muchLater'))
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
    const titleOf = (at: number) => overviewTitle(overviewState(overview, turned, at), overview, at)
    expect(titleOf(nowMs)).toMatchObject({
      title: 'What is copied is the same on both laptops',
      lead: expect.stringMatching(/^Turned off in Settings, so not compared: Virtual machines\. Compared /) as string,
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
    expectNone(told('here-holds').filter(({ cell }) => !/^(here|asProvenBack)/.test(cell.holder)))
    expectNone(told('peer-holds').filter(({ cell }) => !/^(peer|asProven$)/.test(cell.holder)))
    expectNone(told('third-holds').filter(({ cell }) => cell.holder !== 'third'))
    expectNone(told('unclear').filter(({ cell }) => cell.holder !== 'unclear'))
  })
})

describe('in every combination, the way', () => {
  it('that is offered first is from the laptop that has the latest work', () => {
    expectNone(told('here-holds').filter(({ primary }) => primary?.to !== 'xps'))
    expectNone(told('peer-holds').filter(({ primary }) => primary?.to !== 'p17'))
  })

  it('is named on the button: the other laptop is switched to, or its work is brought here', () => {
    const buttons = all.flatMap((one) => [one.primary, one.otherWay].flatMap((button) => button ?? []))
    const named = buttons.filter(({ to, text }) => to !== undefined && text !== 'Compare first')
    const wanted = (to?: string) => (to === 'p17' ? "Bring XPS 13's work here" : 'Prepare to switch to XPS 13')
    expect(named.filter(({ to, text }) => text !== wanted(to)).slice(0, 5)).toEqual([])
    expect(new Set(named.map(({ to }) => to))).toEqual(new Set(['p17', 'xps']))
  })

  it('is offered twice only where nobody can say which laptop is ahead, or this one is behind', () => {
    const twice = new Set(all.flatMap(({ otherWay, state }) => (otherWay === undefined ? [] : [state.kind])))
    const proven = ['safe', 'safe-as-of', 'verified']
    expect(twice).toEqual(new Set(['never-compared', 'differs', 'unclear', 'third-holds', 'peer-holds', ...proven]))
    expectNone(all.filter(({ primary, otherWay }) => otherWay !== undefined && otherWay.to === primary?.to))
  })

  it('of a plan is the way of what is told by it', () => {
    const brought = cellsWhere(({ own }) => own.startsWith('plannedBack'))
    const estimated = brought.filter(({ lead }) => lead.includes('takes'))
    expectNone(estimated.filter(({ lead }) => !lead.includes('Bringing P17 up to date')))
    expectNone(brought.filter(({ state }) => state.kind === 'here-holds' && state.plan !== undefined))
  })

  it('of a switch that the other laptop drives is gone on with there', () => {
    const theirs = told('unfinished').filter(({ cell }) => cell.open === 'fetchUnfinished')
    expectNone(theirs.filter(({ primary }) => primary?.text !== 'Resume copying on XPS 13' || !primary.resumes))
    const running = told('running-elsewhere').filter(({ cell }) => cell.open === 'fetchRunning')
    expectNone(running.filter(({ primary, lead }) => primary !== undefined || !lead.startsWith('Started on XPS 13.')))
  })
})

describe('the two laptops', () => {
  it('are safe to close when the work was brought here: the other one, which is left', () => {
    expect(tell({ own: 'doneBack', holder: 'asProvenBack' })).toMatchObject({
      title: 'Safe to close the lid of XPS 13',
      lead: expect.stringMatching(/^P17 has the latest work/) as string,
    })
    expect(tell({ own: 'doneBack', holder: 'asProven' }).state.kind).toBe('peer-holds')
  })

  it('were safe to close until something was saved on the one that was left, which a switch would bring', () => {
    expect(tell({ own: 'done', holder: 'asProven', saved: 'changed' })).toMatchObject({
      title: 'Safe as of today, 10:30. 2 home files were changed here since',
      lead: 'XPS 13 has the latest work, but not these changes. 3 more files changed in hidden folders.',
      primary: { text: 'Prepare to switch to XPS 13', strong: true },
    })
    expect(tell({ own: 'doneBack', holder: 'asProvenBack', saved: 'changed' })).toMatchObject({
      title: 'Safe as of today, 10:30. 2 home files were changed on XPS 13 since',
      primary: { text: "Bring XPS 13's work here", strong: true },
    })
    expect(tell({ own: 'done', holder: 'asProven', saved: 'written' })).toMatchObject({
      title: 'Safe as of today, 10:30',
      lead: 'XPS 13 has the latest work. Something was written to /home here since; looking which files…',
    })
  })

  it('are told apart by how much would be brought here', () => {
    expect(tell({ own: 'plannedBack', holder: 'peerEarlier' })).toMatchObject({
      title: 'XPS 13 has the latest work',
      lead: expect.stringContaining('Bringing P17 up to date takes about') as string,
      primary: { text: "Bring XPS 13's work here", strong: true },
    })
    expect(tell({ own: 'plannedBack' }).title).toMatch(/^P17 differs from XPS 13 in \d areas$/)
    expect(tell({ own: 'plannedBackQuiet', holder: 'peerEarlier' }).title).toBe('Both laptops are the same')
    expect(tell({ own: 'planned', holder: 'peerEarlier' })).toMatchObject({ state: { plan: undefined } })
  })

  it('are not safe to close while the way back is copied', () => {
    expect(tell({ own: 'done', open: 'theirsRunning', holder: 'asProven' })).toMatchObject({
      title: 'XPS 13 is bringing P17 up to date',
      lead: expect.stringContaining('lids open') as string,
    })
  })

  it('are not safe to close when the way back did not finish', () => {
    expect(tell({ own: 'done', open: 'theirsUnfinished', holder: 'asProven' }).title).toBe(
      'The switch to P17 is not finished',
    )
  })

  it('are not called safe by an open switch that was seen before the proof, until they are looked at again', () => {
    expect(tell({ own: 'done', open: 'theirsRunning', holder: 'asProven', look: 'before' }).state.kind).toBe('verified')
    expect(tell({ own: 'done', holder: 'asProven', look: 'before' }).state.kind).toBe('safe')
  })

  it('are safe to close although they were last seen while the switch was ending', () => {
    const ending = { own: 'done', open: 'ownRunning', holder: 'peerEarlier' } as const
    expect(tell(ending).title).toBe('Safe to close the lid of P17')
    expect(tell({ ...ending, now: 'muchLater' }).state.kind).toBe('verified')
    expect(tell({ ...ending, open: 'ownUnfinished' }).state.kind).toBe('peer-holds')
  })

  it('are where the way back has left them, also when its clock is behind', () => {
    expect(tell({ own: 'done', holder: 'hereLaterByTheirClock' }).state.kind).toBe('here-holds')
    expect(tell({ own: 'done', holder: 'hereLater' }).title).toBe('P17 has the latest work')
  })

  it('are told apart by area when they were compared and never switched', () => {
    expect(tell({ own: 'planned' }).title).toMatch(/^XPS 13 differs from P17 in \d areas$/)
    expect(tell({ own: 'idle' }).title).toBe('XPS 13 has not been compared yet')
  })

  it('were the same, once nobody can tell any more', () => {
    expect(tell({ own: 'plannedQuiet', holder: 'hereEarlier' }).title).toBe('Both laptops are the same')
    expect(tell({ own: 'plannedQuiet', holder: 'hereEarlier', now: 'muchLater' }).title).toMatch(
      /^Both laptops were the same today/,
    )
    expect(tell({ own: 'plannedQuiet', holder: 'hereEarlier', reach: 'unreachable' }).state.kind).toBe('was-same')
  })

  it('keep the proof of a switch when nobody has been able to look since', () => {
    expect(tell({ own: 'done', holder: 'asProven', now: 'muchLater' })).toMatchObject({
      title: expect.stringMatching(/^The switch to XPS 13 was verified today/) as string,
      lead: 'Check both laptops to see what has changed since.',
    })
  })

  it('are not safe to close when one was rolled back after the proof; what was asked before it does not count', () => {
    expect(tell({ own: 'done', holder: 'unclear' })).toMatchObject({
      title: 'Both laptops may have new work',
      lead: 'XPS 13 was rolled back.',
    })
    expect(tell({ own: 'done', holder: 'unclear', look: 'before' }).title).toBe('Safe to close the lid of P17')
  })

  it('have their work elsewhere when neither of them has it', () => {
    expect(tell({ holder: 'third' }).title).toBe('old-laptop has the latest work')
  })
})
