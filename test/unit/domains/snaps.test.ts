import { expect, it } from 'vitest'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import { snapSource, checkAllSnaps } from '../../../src-main/domains/packages/snap/on-pair/source.ts'
import { applySnaps, captureSnaps } from '../../../src-main/domains/packages/snap/verbs.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { runOutside } from '../../run-outside.ts'
import { doubleSnap, doubleState } from '../../snapd-double.ts'
import { planOf, snapLaptops, stepWith } from './snap-laptops.ts'

const { machineWith, pairOf } = snapLaptops()

it('installs what is missing with its revision, has it follow its channel, and proves it', async () => {
  const hello = doubleSnap('hello', {
    'tracking-channel': 'latest/edge',
    publisher: { 'display-name': 'Ann' },
  })
  const from = doubleState({
    snaps: [doubleSnap('core22', { type: 'base' }), hello, doubleSnap('maps')],
  })
  const to = doubleState({
    snaps: [doubleSnap('maps')],
    store: [{ snap: { ...hello } }],
  })
  const pair = await pairOf(from, to)
  const step = stepWith()
  const plan = await planOf(pair)
  expect(plan.install.map(({ name, revision }) => [name, revision])).toEqual([['hello', '10']])
  expect(step.preview(plan, pair).summary).toBe('1 snap to install')
  const outcome = await step.run(pair, plan, {}, runOutside)
  expect(outcome.items).toBe(2)
  expect(to.told).toEqual([
    'POST /v2/snaps/hello {"action":"install","revision":"10"}',
    'POST /v2/snaps/hello {"action":"switch","channel":"latest/edge"}',
  ])
  const { items, notes } = await step.verify(pair, plan, {}, runOutside)
  expect([items[0]?.verdict, items[0]?.differences, notes]).toEqual(['same', [], []])
  expect(items[0]?.text).toContain('2 snaps have the same version')
  // Nothing is left to do.
  const again = await planOf(pair)
  const { architecture, snapd, ...rest } = again
  expect([architecture, snapd.to]).toEqual(['amd64', 'there'])
  expect(Object.values(rest).flat()).toEqual([])
  // A switch that is resumed does nothing twice.
  await step.run(pair, plan, {}, runOutside)
  expect(to.told).toHaveLength(2)
})

it('asks about each without confinement, and about removals, and leaves both alone where nobody agrees', async () => {
  const code = doubleSnap('code', { confinement: 'classic', title: 'Code Editor' })
  const from = doubleState({ snaps: [code] })
  const to = doubleState({ snaps: [doubleSnap('radio')], store: [{ snap: code }] })
  const pair = await pairOf(from, to)
  const step = stepWith()
  const plan = await planOf(pair)
  const { questions } = step.preview(plan, pair)
  expect(questions.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([
    ['snap-classic:code', 'leave'],
    ['snap-remove:radio', 'keep'],
  ])
  const always = questions[0]?.choices.find(({ id }) => id === 'keep-always')
  expect(always?.rule).toEqual({ kind: 'package', manager: 'snap', name: 'code', architecture: 'amd64' })
  const apart = await planOf(pair, [{ kind: 'snap', name: 'code:amd64', decision: 'apart' }])
  expect([apart.install, apart.kept]).toEqual([[], ['code']])
  await step.run(pair, plan, {}, runOutside)
  expect(to.told).toEqual([])
  const { items } = await step.verify(pair, plan, {}, runOutside)
  expect([items[0]?.verdict, items[0]?.chosen]).toEqual(['as-chosen', ['code', 'radio']])
  const unsaid = { ...runOutside, unanswered: new Set(['snap-classic:code', 'snap-remove:radio']) }
  expect((await step.verify(pair, plan, {}, unsaid)).items[0]).toMatchObject({
    ...{ verdict: 'left', chosen: [] },
    left: [{ undecided: true, names: ['code', 'radio'] }],
  })
  const agreed = { 'snap-classic:code': 'install', 'snap-remove:radio': 'remove' }
  await step.run(pair, plan, agreed, runOutside)
  expect(to.told.map((line) => line.replace(/^POST \/v2\//, ''))).toEqual([
    'snaps/code {"action":"install","revision":"10","classic":true}',
    'snaps/radio {"action":"remove"}',
  ])
  expect((await step.verify(pair, plan, agreed, runOutside)).items[0]?.verdict).toBe('same')
})

it('keeps nothing else from being done where one fails, says why, and tries it again', async () => {
  const snaps = ['bad', 'gone', 'good'].map((name) => doubleSnap(name))
  const store = [{ snap: snaps[0] ?? doubleSnap('bad'), failsWith: 'exit status 7' }, { snap: doubleSnap('good') }]
  const pair = await pairOf(doubleState({ snaps }), doubleState({ store }))
  const step = stepWith()
  const plan = await planOf(pair)
  expect((await step.run(pair, plan, {}, runOutside)).items).toBe(1)
  const { items, notes } = await step.verify(pair, plan, {}, runOutside)
  expect(items[0]?.verdict).toBe('left')
  expect(items[0]?.left).toEqual([{ why: 'not installed on XPS', count: 2, names: ['bad', 'gone'] }])
  expect(notes).toEqual([
    expect.stringContaining('bad could not be installed or set on XPS. snapd said: cannot perform'),
    expect.stringContaining('gone could not be installed or set on XPS. snapd said: snap not found.'),
  ])
  const next = await planOf(pair)
  expect([next.install.map(({ name }) => name), next.failedBefore.length]).toEqual([['bad', 'gone'], 2])
})

const packagesOf = async (pair: Pair) => (await snapSource.compare?.(pair))?.packages ?? []

it('leaves other revisions as they are, and says what that means for what they stored', async () => {
  const pair = await pairOf(
    doubleState({ snaps: [doubleSnap('maps', { revision: '12' }), doubleSnap('core22', { type: 'base' })] }),
    doubleState({ snaps: [doubleSnap('maps'), doubleSnap('core22', { type: 'base', revision: '9' })] }),
  )
  const step = stepWith()
  const plan = await planOf(pair)
  const warnings = step.preview(plan, pair).blocks.filter((one) => one.kind === 'notice' && one.tone === 'warning')
  expect(warnings).toMatchObject([{ title: '1 snap has another version on XPS' }])
  // A plain refresh may bring another revision than this one.
  const command = 'sudo snap refresh --revision=12 maps'
  expect(warnings[0]).toHaveProperty(
    'text',
    expect.stringContaining(`Run "${command}" on XPS and make the plan again.`),
  )
  const details = step.preview(plan, pair).blocks.flatMap((one) => (one.kind === 'changes' ? one.changes : []))
  expect(details.map(({ name, detail }) => [name, detail])).toEqual([
    ['maps', `1.0 (12) here, revision 10 on XPS. For the same there: ${command}`],
  ])
  const { items } = await step.verify(pair, plan, {}, runOutside)
  expect(items[0]?.left).toEqual([{ why: 'another version on XPS', count: 1, names: ['maps'] }])
  const listed = await packagesOf(pair)
  expect(listed.map(({ name, difference, here }) => [name, difference, here?.version, here?.auto])).toEqual([
    ['maps', 'newer-here', '1.0 (12)', false],
    ['core22', 'newer-here', '1.0 (10)', true],
  ])
  const area = await checkAllSnaps(() => Promise.resolve([]))(pair, undefined, runOutside)
  expect(area.differs.items).toEqual([{ path: 'maps', differsIn: ['version'] }])
})

it('says how each of several snaps gets the same revision, and of none how where it came of a file', async () => {
  const of = (revisions: Readonly<Record<string, string>>) =>
    doubleState({ snaps: Object.entries(revisions).map(([name, revision]) => doubleSnap(name, { revision })) })
  const noticeOf = async (here: Readonly<Record<string, string>>, there: Readonly<Record<string, string>>) => {
    const pair = await pairOf(of(here), of(there))
    const { blocks } = stepWith().preview(await planOf(pair), pair)
    return blocks.flatMap((one) => (one.kind === 'notice' ? [one.text] : []))
  }
  expect(await noticeOf({ maps: '12', mail: '3' }, { maps: '11', mail: '4' })).toEqual([
    expect.stringContaining(
      'Run the commands that are beside "Snaps in other versions" on XPS and make the plan again.',
    ),
  ])
  const [ofFile] = await noticeOf({ mine: 'x2' }, { mine: 'x1' })
  expect(ofFile).toContain('Install the same file on XPS and make the plan again.')
  expect(ofFile).not.toContain('snap refresh')
})

it('are not listed as of one laptop alone where the other one does not tell what it has', async () => {
  const pair = await pairOf(doubleState({ snaps: [doubleSnap('maps')] }), 'deaf')
  expect(await packagesOf(pair)).toEqual([])
  const without = await pairOf(doubleState({ snaps: [doubleSnap('maps')] }), 'absent')
  expect((await packagesOf(without)).map(({ name, difference }) => [name, difference])).toEqual([['maps', 'only-here']])
})

it('lists what needs a base, and where each came from', async () => {
  const here = doubleState({
    snaps: [
      doubleSnap('core22', { type: 'base' }),
      doubleSnap('snapd', { type: 'snapd' }),
      doubleSnap('maps', { base: 'core22', publisher: { 'display-name': 'Maps Inc' } }),
      doubleSnap('mine', { base: 'core22', id: '', revision: 'x1', 'tracking-channel': '' }),
      doubleSnap('older'),
      doubleSnap('core', { type: 'os' }),
    ],
  })
  const listed = await packagesOf(await pairOf(here, doubleState()))
  expect(listed.map(({ name, neededBy, here: one, summary }) => [name, neededBy.first, one?.origin, summary])).toEqual([
    ['core22', ['maps', 'mine'], 'Snap Store, latest/stable', ''],
    ['snapd', ['maps', 'mine', 'older'], 'Snap Store, latest/stable', ''],
    ['maps', [], 'Snap Store, latest/stable, by Maps Inc', ''],
    ['mine', [], 'a file', ''],
    ['older', [], 'Snap Store, latest/stable', ''],
    ['core', ['older'], 'Snap Store, latest/stable', ''],
  ])
})

it('offers none of a file, in developer mode, or with a name that is none', async () => {
  const from = doubleState({
    snaps: [
      doubleSnap('mine', { id: '', revision: 'x1' }),
      doubleSnap('open', { devmode: true }),
      doubleSnap('../etc'),
      doubleSnap('pc', { type: 'gadget' }),
    ],
  })
  const plan = await planOf(await pairOf(from, doubleState()))
  expect(plan.install).toEqual([])
  expect(plan.rejected.map(({ name, why }) => [name, why])).toEqual([
    ['mine', 'file'],
    ['open', 'devmode'],
  ])
})

it('obeys rules in both directions', async () => {
  const rules: readonly PackageRule[] = [
    { kind: 'snap', name: 'ma*', decision: 'apart' },
    { kind: 'snap', name: 'radio', decision: 'both' },
  ]
  const from = doubleState({ snaps: [doubleSnap('maps'), doubleSnap('chess'), doubleSnap('mate')] })
  const to = doubleState({ snaps: [doubleSnap('mail'), doubleSnap('radio'), doubleSnap('mate')] })
  const plan = await planOf(await pairOf(from, to), rules)
  expect(plan).toMatchObject({ kept: ['maps', 'mail'], both: ['radio'], removals: [] })
  expect(plan.install.map(({ name }) => name)).toEqual(['chess'])
})

it('leaves a snap as it is on each laptop where a rule says never', async () => {
  const rules: readonly PackageRule[] = [{ kind: 'snap', name: 'maps', decision: 'never' }]
  const from = doubleState({
    snaps: [doubleSnap('maps', { revision: '9', 'tracking-channel': 'latest/edge' }), doubleSnap('chess')],
  })
  const to = doubleState({ snaps: [doubleSnap('maps'), doubleSnap('chess')] })
  const pair = await pairOf(from, to)
  const plan = await planOf(pair, rules)
  expect(plan).toMatchObject({ kept: ['maps'], otherwise: [], follow: [], install: [] })
  const { items } = await stepWith().verify(pair, plan, {}, runOutside)
  expect(items[0]).toMatchObject({ compared: 1, chosen: ['maps', 'maps (setting)'], differences: [] })
  expect(items[0]).not.toHaveProperty('left')
})

it('plans nothing for a laptop whose snapd is silent, and removes nothing for one that has none', async () => {
  const there = doubleState({ snaps: [doubleSnap('radio')] })
  const silent = await pairOf(there, 'deaf')
  const step = stepWith()
  const plan = await planOf(silent)
  expect([plan.snapd, plan.install]).toEqual([{ from: 'there', to: 'silent' }, []])
  expect(step.preview(plan, silent).blocks).toMatchObject([{ tone: 'warning', title: 'snapd on XPS does not answer' }])
  expect(await step.run(silent, plan, {}, runOutside)).toMatchObject({ items: 0 })
  expect((await planOf(await pairOf('absent', doubleState({ snaps: [doubleSnap('radio')] })))).removals).toEqual([])
})

it('takes no name for a path or an option', async () => {
  const machine = await machineWith('p17', doubleState())
  const order = { install: [], follow: [], remove: [] }
  for (const name of ['../../etc', '--all', 'a/b', ''])
    await expect(machine.call(applySnaps, { ...order, remove: [name] })).rejects.toMatchObject({
      code: 'invalid-input',
    })
  expect((await machine.call(captureSnaps, {})).snapd).toBe('there')
})
