import { rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { calls } from '../../../src-main/contract/calls.ts'
import { callEnvelopeSchema } from '../../../src-main/contract/envelope.ts'
import { lastLookAt, type ListedChanges } from '../../../src-main/contract/last-look.ts'
import type { Answers, Change, Question } from '../../../src-main/contract/preview.ts'
import { defineStepId } from '../../../src-main/contract/step-ids.ts'
import type { PlanView } from '../../../src-main/contract/switch-state.ts'
import { wizardPages } from '../../../src-main/contract/wizard-page.ts'
import { toWireError } from '../../../src-main/contract/wire-error.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { textOf, type Line } from '../../../src-main/shells/cli/colours.ts'
import type { Way } from '../../../src-main/shells/cli/one-way.ts'
import { switchCommand } from '../../../src-main/shells/cli/switch-command.ts'
import { question } from '../switch/rehearsed-steps.ts'
import { connectionOf, outputInto } from './command-parts.ts'

const home = defineStepId('home')

function planWith(questions: readonly Question[], more: Partial<PlanView> = {}, blocked = false): PlanView {
  const blockers = blocked ? [{ title: 'The disk is full', text: 'Free some space.' }] : []
  const estimate = { bytes: 0, items: 0, ms: 0 }
  return {
    planId: 'plan',
    at: '2026-11-20T08:00:00.000Z',
    startedBy: 'p17',
    from: { name: 'p17', label: 'P17' },
    to: { name: 'xps', label: 'XPS 13' },
    steps: [{ id: home, title: 'Home files', stage: 'copy', icon: 'home', after: [], waitsFor: '' }],
    previews: { [home]: { summary: '', pages: [], blocks: [], questions: [...questions], blockers, estimate } },
    pages: [],
    estimate,
    kept: {},
    askedAgain: [],
    ...more,
  }
}

const nothing: ListedChanges = { going: [], counts: {} }

interface Run {
  readonly plan: PlanView
  /** Made once an answer of which a plan is made was kept. */
  readonly next?: PlanView
  /** The file of answers. */
  readonly answers?: string
  readonly yes?: boolean
  readonly way?: Way
  /** What the plan deletes. */
  readonly going?: ListedChanges
  /** What a person types; absent: there is no terminal. */
  readonly typed?: readonly string[]
}

/** Runs the command against an app that makes this plan; it starts nothing, and says what it was told to start with. */
async function run({ plan, next, answers, yes = false, typed, way = { to: 'xps' }, going = nothing }: Run) {
  let asked: unknown
  const said: string[] = []
  const kept: Answers[] = []
  let started: Answers | undefined
  const send = (name: string, envelope: unknown) => {
    const { input } = callEnvelopeSchema.parse(envelope)
    if (name === calls.switchPlan.name) {
      asked = input
      return Promise.resolve({ ok: true, value: kept.length === 0 ? plan : (next ?? plan) })
    }
    if (name === calls.switchLastLook.name) {
      const { answers: known } = calls.switchLastLook.input.parse(input)
      return Promise.resolve({ ok: true, value: lastLookAt(plan, known, new Map([[home, going]])) })
    }
    if (name === calls.switchAnswer.name) kept.push(calls.switchAnswer.input.parse(input).answers as Answers)
    if (name === calls.switchStart.name) {
      started = calls.switchStart.input.parse(input).answers
      return Promise.resolve({
        ok: false,
        error: toWireError(new AppError({ code: 'locked', message: 'Enough.', hint: 'Stop.' })),
      })
    }
    return Promise.resolve({ ok: true, value: {} })
  }
  const lines = [...(typed ?? [])]
  const terminal = {
    say: (line: Line) => void said.push(textOf(line)),
    ask: () => Promise.resolve(lines.shift()),
    show: (lines: readonly Line[]) => Promise.resolve(void said.push(...lines.map(textOf))),
    close: () => undefined,
  }
  const output = { ...outputInto(said), ...(typed === undefined ? {} : { terminal: () => terminal }) }
  const error: unknown = await switchCommand({ way, yes, answers, passwordStdin: false })(
    connectionOf(send),
    output,
  ).catch((thrown: unknown) => thrown)
  return { error, asked, started, kept, said: said.join('\n') }
}

const a = question({ id: 'home:a' })
const b = question({ id: 'home:b' })
const usual = question({ id: 'home:usual', safeDefault: 'keep' })

describe('switch --yes', () => {
  it('uses the answers that were kept, and says how many', async () => {
    const { started, said } = await run({
      plan: planWith([a, b, usual], { kept: { 'home:a': 'take', 'home:b': 'keep' } }),
      yes: true,
    })
    expect(started).toEqual({ 'home:a': 'take', 'home:b': 'keep' })
    expect(said).toContain('2 answers you gave earlier are used.')
  })

  it('is refused while a question has neither, and says which answers were for another version', async () => {
    const { started, error, said } = await run({ plan: planWith([a, usual], { askedAgain: ['home:a'] }), yes: true })
    expect(started).toBeUndefined()
    expect(error).toMatchObject({ code: 'needs-answers' })
    expect(said).toContain('1 answer you gave earlier was for another version, and is not used.')
  })
})

describe('switch without --yes', () => {
  it('tells a script in few lines what is open, and how to answer', async () => {
    const many = Array.from({ length: 320 }, (_, index) => question({ id: `home:${index}` }))
    const { error } = await run({ plan: planWith(many) })
    expect(error).toMatchObject({ code: 'needs-answers', hint: expect.stringContaining('--answers FILE') as string })
    if (!(error instanceof AppError)) throw new Error('it was refused')
    expect(error.details?.split('\n')).toHaveLength(5)
    expect(error.hint).toContain('pc-switcher plan --to xps')
  })

  it('asks at a terminal what was not answered yet, keeps it, and starts when told to', async () => {
    const { started, kept, said } = await run({
      plan: planWith([a, b], { kept: { 'home:a': 'take' } }),
      typed: ['1', 'y'],
    })
    expect(said).not.toContain('home:a')
    expect(kept).toEqual([{ 'home:b': 'keep' }])
    expect(started).toEqual({ 'home:a': 'take', 'home:b': 'keep' })
  })

  it('starts nothing when the person stops or does not want to, and says how to go on', async () => {
    const plan = planWith([a, b])
    for (const typed of [['2', 'q'], ['2', '1', 'n'], ['2', '1', 'perhaps', 'q'], ['2']]) {
      const { error, started, kept } = await run({ plan, typed })
      expect(started).toBeUndefined()
      expect(error).toMatchObject({
        code: 'needs-answers',
        hint: expect.stringContaining('pc-switcher switch --to xps') as string,
      })
      expect(kept[0]).toEqual({ 'home:a': 'take' })
    }
  })

  it('shows at a terminal what goes, what nobody decided and how much, before it asks to start', async () => {
    const deleted = (name: string) => ({
      effect: 'remove' as const,
      name,
      kind: 'file',
      detail: 'deleted',
      bytes: 2_000_000,
    })
    const plan = planWith([b], { kept: { 'home:b': 'keep' }, estimate: { bytes: 3e9, items: 9, ms: 240_000 } })
    const few = { going: [deleted('a.md'), deleted('b.md')], counts: { add: 1, remove: 2 } }
    const shown = await run({ plan, going: few, typed: ['y'] })
    expect(shown.said).toContain('What goes from XPS 13: 2 items:\n  - a.md  deleted, 2.0 MB\n  - b.md')
    expect(shown.said).toContain('3.0 GB to copy, about 4 min.')
    expect(shown.started).toEqual({ 'home:b': 'keep' })
    // More than is named is agreed to by itself.
    const folder = { ...deleted('Old'), kind: 'folder', detail: 'deleted, 94 files' }
    const many = { going: [folder, deleted('Old/a.md')], counts: { remove: 95 } }
    for (const typed of [['n'], ['y', 'n']]) expect((await run({ plan, going: many, typed })).started).toBeUndefined()
    expect((await run({ plan, going: many, typed: ['y', 'y'] })).started).toEqual({ 'home:b': 'keep' })
  })

  it('says with --yes what is done as usual, and asks nothing', async () => {
    const { said, started } = await run({ plan: planWith([usual]), yes: true })
    expect(said).toContain(
      `1 question left open: the usual answer is used:\n  ? Home files: ${usual.title}: ${usual.reason}. Keep`,
    )
    expect(said).toContain('Nothing is deleted from XPS 13.')
    expect(started).toEqual({})
  })

  it('brings the work of the other laptop here, and says so again in what to type', async () => {
    const { error, asked, started } = await run({ plan: planWith([a]), way: { from: 'xps' }, typed: ['q'] })
    expect(asked).toEqual({ from: 'xps' })
    expect(started).toBeUndefined()
    expect(error).toMatchObject({ hint: expect.stringContaining('pc-switcher switch --from xps') as string })
  })

  it('asks nothing as long as the plan cannot start', async () => {
    const { started, said } = await run({ plan: planWith([a], {}, true), typed: [] })
    expect(started).toEqual({})
    expect(said).not.toContain('question')
  })
})

describe('an answers file that leaves something of this switch', () => {
  const later = 'apt-later:gimp:amd64'
  const refusable: NonNullable<Change['refusable']> = { kind: 'apt', name: 'gimp:amd64', decisions: ['never'], later }
  const withLine = (kept: Answers): PlanView => {
    const plan = planWith([usual], { kept })
    const preview = plan.previews[home]
    if (preview === undefined) throw new Error('the plan has no preview')
    const block = {
      ...{ kind: 'changes' as const, pageId: wizardPages.packages.id },
      ...{ title: 'Install', summary: '', count: 1 },
      changes: [{ effect: 'add' as const, name: 'gimp', kind: 'apt', detail: '', refusable }],
    }
    return { ...plan, previews: { [home]: { ...preview, blocks: [block] } } }
  }
  const file = path.join(os.tmpdir(), `answers-${process.pid}.json`)
  const fileWith = (answers: Answers): string => {
    writeFileSync(file, JSON.stringify(answers))
    return file
  }
  afterEach(() => rmSync(file, { force: true }))

  it('is told before the plan that is started is made', async () => {
    const parts = { plan: withLine({}), next: { ...withLine({ [later]: 'later' }), planId: 'second' }, yes: true }
    const { kept, started } = await run({ ...parts, answers: fileWith({ [later]: 'later' }) })
    expect(kept).toEqual([{ [later]: 'later' }])
    expect(started).toEqual({ [later]: 'later' })
    const back = await run({ ...parts, plan: parts.next, next: parts.plan, answers: fileWith({ [later]: 'now' }) })
    expect([back.kept, back.started]).toEqual([[{ [later]: 'now' }], { [later]: 'now' }])
  })

  it('is told before that plan is made as well where it answers a question that the plan is made of', async () => {
    const shaping = question({ id: 'home:/syncthing', safeDefault: 'keep', shapesPlan: true })
    const answers = fileWith({ 'home:/syncthing': 'take', 'home:a': 'keep' })
    const next = { ...planWith([shaping, a], { kept: { 'home:/syncthing': 'take' } }), planId: 'second' }
    const { kept, started } = await run({ plan: planWith([shaping]), next, yes: true, answers })
    expect(kept).toEqual([{ 'home:/syncthing': 'take' }])
    expect(started).toEqual({ 'home:/syncthing': 'take', 'home:a': 'keep' })
  })

  it('makes no second plan where the first one is so already, or has no such line', async () => {
    const left = withLine({ [later]: 'later' })
    expect((await run({ plan: left, yes: true, answers: fileWith({ [later]: 'later' }) })).kept).toEqual([])
    expect((await run({ plan: withLine({}), yes: true, answers: fileWith({ [later]: 'now' }) })).kept).toEqual([])
    const unknown = await run({ plan: planWith([usual]), yes: true, answers: fileWith({ [later]: 'later' }) })
    expect(unknown).toMatchObject({ error: { code: 'invalid-input' }, started: undefined, kept: [] })
  })
})
