/** Packages on hold, installed or not, on either laptop. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { PackagesPlan } from '../../src-main/domains/packages/on-pair/packages-plan.ts'
import { rememberMarks } from '../../src-main/domains/packages/verbs.ts'
import { createPackagesStep } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'

const step = createPackagesStep(() => Promise.resolve({ rules: [], hasAptRule: () => false }))
let pair: AgentPair
const probe = () => step.probe(pair, runOutside)
const run = (plan: PackagesPlan, answers: Answers = {}) => step.run(pair, plan, answers, runOutside)
const packagesIn = async (plan: PackagesPlan, answers: Answers = {}) => {
  const { items } = await step.verify(pair, plan, answers, runOutside)
  const left = Object.fromEntries((items[0]?.left ?? []).map(({ why, names }) => [why, names]))
  return { differences: items[0]?.differences, left }
}
const reasonsIn = (plan: PackagesPlan) =>
  Object.fromEntries(plan.rejected.map(({ name, reason }) => [name, pair.to.wording.text(reason)]))
/** "hn" and so on, as dpkg tells it. */
const stateOn = async (host: Host, name: string) =>
  (await shellOn(host, `dpkg-query -W -f '\${db:Status-Abbrev}' ${name} 2>/dev/null || true`)).trim()

/** Which dpkg alone knows, not apt. */
const holdUnheard = `
  printf 'Package: practice-unheard\\nVersion: 1\\nArchitecture: all\\nMaintainer: M <m@example.invalid>\\nDescription: x\\n' > /tmp/unheard
  dpkg --merge-avail /tmp/unheard; echo 'practice-unheard hold' | dpkg --set-selections`

describe('packages on hold', () => {
  beforeAll(async () => {
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  it('that the other laptop does not have stay away from it, with what needs them, and all else is done', async () => {
    await shellOn('xps', 'apt-mark hold practice-notes practice-lib')
    const plan = await probe()
    expect(reasonsIn(plan)).toMatchObject({
      'practice-notes':
        'It is on hold there, so that apt does not install it ("sudo apt-mark unhold practice-notes" lifts the hold)',
      'practice-tool': expect.stringContaining('practice-lib') as string,
    })
    await run(plan)
    expect(await stateOn('xps', 'practice-notes')).toBe('hn')
    expect(await shellOn('xps', `dpkg-query -W -f '\${Version}' practice-editor`)).toBe('2.0')
    const now = await packagesIn(plan)
    expect(now.differences).toEqual([])
    expect(now.left['not installable on XPS 13']).toEqual(
      expect.arrayContaining(['practice-notes', 'practice-lib', 'practice-tool']),
    )
  })

  it('since the plan was made stop the run before anything is changed', async () => {
    await shellOn('xps', 'apt-mark unhold practice-notes practice-lib')
    const plan = await probe()
    expect(plan.actions.map(({ name }) => name)).toEqual(['practice-lib', 'practice-notes', 'practice-tool'])
    await shellOn('xps', 'apt-mark hold practice-notes')
    await expect(run(plan)).rejects.toMatchObject({
      ...{ code: 'plan-changed', message: 'A package that was to be changed is on hold now. Nothing was installed.' },
    })
    expect(await stateOn('xps', 'practice-tool')).not.toMatch(/^.i/)
    await shellOn('xps', 'apt-mark unhold practice-notes')
    await run(plan)
    expect((await packagesIn(plan)).differences).toEqual([])
  })

  it('are removed when that is agreed to, and the question says that they are', async () => {
    await shellOn('xps', 'apt-mark hold practice-game')
    const id = 'apt-remove:practice-game:amd64'
    const plan = await probe()
    expect(step.preview(plan, pair).questions.find((one) => one.id === id)?.reason).toContain(' · On hold · ')
    await run(plan, { [id]: 'remove' })
    expect(await stateOn('xps', 'practice-game')).not.toMatch(/^.i/)
    expect((await packagesIn(plan, { [id]: 'remove' })).differences).toEqual([])
  })

  it('and not installed are so on the other laptop too, where apt there knows them', async () => {
    await shellOn('p17', `apt-mark hold practice-broken; ${holdUnheard}`)
    expect(await stateOn('p17', 'practice-unheard')).toBe('hn')
    const plan = await probe()
    expect(JSON.stringify(step.preview(plan, pair).blocks)).toContain('On hold from now on, so that apt does not')
    await run(plan)
    expect(await stateOn('xps', 'practice-broken')).toBe('hn')
    const now = await packagesIn(plan)
    expect(now.differences).toEqual([])
    const why = 'not installed and on hold on P17, and not known to apt on XPS 13'
    expect(now.left[why]).toEqual(['practice-unheard'])
    expect((await probe()).marks).toEqual([{ name: 'practice-unheard', arch: 'amd64', mark: 'keep-out' }])
  })

  it('and marks that both had are taken away with the other laptop, and what waited for it is updated', async () => {
    const apart = (host: Host) =>
      shellOn(
        host,
        'apt-mark showhold | grep -v frozen; apt-mark showmanual | grep -xE "practice-(editor|lib)" || true',
      )
    const names = 'practice-editor practice-lib'
    await shellOn('xps', 'apt-get -q -y --allow-downgrades install practice-editor=1.0')
    for (const host of ['p17', 'xps'] as const) await shellOn(host, `apt-mark hold ${names}; apt-mark manual ${names}`)
    await shellOn('xps', `apt-mark hold practice-notes; ${holdUnheard}`)
    for (const machine of [pair.from, pair.to]) await machine.call(rememberMarks, { switchId: 'practice' })
    await shellOn(
      'p17',
      `apt-mark unhold ${names} practice-broken; apt-mark auto practice-lib; echo 'practice-unheard deinstall' | dpkg --set-selections`,
    )

    const plan = await probe()
    expect(plan.marks.map(({ name, mark }) => `${name} ${mark}`).sort()).toEqual([
      ...['practice-broken unhold', 'practice-editor unhold', 'practice-lib not-manual', 'practice-lib unhold'],
      'practice-unheard unhold',
    ])
    expect(plan.marksThere).toEqual([{ name: 'practice-notes', arch: 'amd64', mark: 'hold' }])
    expect(JSON.stringify(step.preview(plan, pair).blocks)).toContain('No longer on hold')
    const { text } = await run(plan)
    expect(text).toContain('5 package marks')
    expect(await shellOn('xps', `dpkg-query -W -f '\${Version}' practice-editor`)).toBe('2.0')
    expect(await stateOn('xps', 'practice-broken')).not.toMatch(/^h/)
    expect(await apart('xps')).toBe('practice-notes\npractice-editor\n')
    expect((await packagesIn(plan)).differences).toEqual([])
    expect((await run(await probe())).items).toBe(0)
  })
})
