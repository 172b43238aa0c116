/** What is still on its way: nobody calls the source safe to close. */
import { expect, it } from 'vitest'
import { activity } from '../../../src-main/app/texts.ts'
import { savedOnBoth } from '../../../src-main/contract/overview/saved-since.ts'
import { stepIds } from '../../../src-main/contract/step-ids.ts'
import type { Proof, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { proofLines } from '../../../src-main/shells/cli/texts.ts'
import { overviewState } from '../../../src-main/contract/overview/state.ts'
import { newsBetween } from '../../../src-renderer/standing/news.ts'
import { finishedStatuses, runningState } from '../../renderer/runs.ts'
import { inputsOf } from '../renderer/overview-cells.ts'

const [p17, xps] = [
  { name: 'p17', label: 'P17' },
  { name: 'xps', label: 'XPS 13' },
]
const behind = ['Syncthing still carries 3 files to XPS 13']
const proofWith = (verification: object): Proof => ({
  ...{ version: 1, switchId: 's', from: p17, to: xps, tookMs: 600_000, verified: true },
  ...{ startedAt: '2026-11-20T08:00:00.000Z', finishedAt: '2026-11-20T08:10:00.000Z' },
  steps: [
    {
      ...{ id: stepIds.home, title: 'Home files', icon: 'home', ms: 1 },
      outcome: { text: '', bytes: 0, items: 0 },
      verification: { items: [], notes: [], ...verification },
    },
  ],
})

it('is the last word at a terminal and in the log of the switch', () => {
  const said = (proof: Proof) => JSON.stringify([proofLines(proof), activity.verified(proof)])
  expect(said(proofWith({}))).toMatch(/Safe to close the lid.*Safe to close the lid/)
  expect(said(proofWith({ behind }))).not.toMatch(/safe/i)
  expect(said(proofWith({ behind }))).toMatch(/Syncthing still carries 3 files.*Syncthing still carries 3 files/)
})

it('leaves the overview without a word of safety, also a week later', () => {
  const cell = {
    own: 'done',
    open: 'none',
    holder: 'asProven',
    reach: 'reachable',
    look: 'after',
    now: 'soon',
  } as const
  const { overview, state, nowMs } = inputsOf({ ...cell, saved: 'nothing' })
  expect(overviewState(overview, state, nowMs).kind).toBe('safe')
  if (state?.kind !== 'done') throw new Error('a switch that is not done')
  const [step, ...steps] = state.proof.steps
  if (step === undefined) throw new Error('a proof without steps')
  const proof = { ...state.proof, steps: [{ ...step, verification: { ...step.verification, behind } }, ...steps] }
  // Seen before its end, so that the proof alone tells of it.
  const { overview: before } = inputsOf({ ...cell, saved: 'nothing', look: 'before' })
  expect(overviewState(before, { ...state, proof }, nowMs).kind).toBe('behind')
  const { history } = overview
  expect(savedOnBoth(overview)).toBeDefined()
  const withBehind = history.map((entry) => ({ ...entry, behind: 'Syncthing still carries 3 files' }))
  expect(withBehind.length).toBeGreaterThan(0)
  const later = { ...overview, history: withBehind }
  expect(savedOnBoth(later)).toBeUndefined()
  expect(overviewState(later, undefined, nowMs + 7 * 86_400_000).kind).toBe('behind')
})

it('is what a notification of the end says', () => {
  const { plan } = runningState('home')
  const told = (proof: Proof) => {
    const done: SwitchState = { kind: 'done', plan, proof, statuses: finishedStatuses }
    return JSON.stringify(newsBetween(runningState('home'), done, Date.parse(proof.finishedAt)))
  }
  expect(told(proofWith({}))).toContain('Safe to close the lid')
  expect(told(proofWith({ behind }))).not.toMatch(/safe/i)
  expect(told(proofWith({ behind }))).toContain('Keep both laptops on')
})
