/** Packages of which a script, or dpkg, keeps them from being installed, updated or removed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { PackageRule } from '../../src-main/contract/package-rule.ts'
import type { PackagesPlan } from '../../src-main/domains/packages/on-pair/packages-plan.ts'
import { createPackagesStep } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'

let pair: AgentPair
const stepWith = (...rules: readonly PackageRule[]) =>
  createPackagesStep(() => Promise.resolve({ rules, hasAptRule: () => false }))
const step = stepWith()
const probe = () => step.probe(pair, runOutside)
const run = (plan: PackagesPlan, answers: Answers = {}) => step.run(pair, plan, answers, runOutside)
const proof = async (plan: PackagesPlan, answers: Answers = {}) => {
  const { items, notes } = await step.verify(pair, plan, answers, runOutside)
  const [packages] = items
  // The two may have other releases.
  const ours = (names: readonly string[] = []) => names.filter((name) => name.startsWith('practice-'))
  const left = (packages?.left ?? []).map(({ why, names }) => [why, ours(names)] as const)
  return {
    ...{ differences: ours(packages?.differences), chosen: ours(packages?.chosen), notes: notes.join('\n') },
    left: Object.fromEntries(left.filter(([, names]) => names.length > 0)),
  }
}
const questionOf = (plan: PackagesPlan, id: string) => step.preview(plan, pair).questions.find((one) => one.id === id)

const apt = 'DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Options::=--force-confold'
const letting = (command: string) => `touch /run/practice-lets; ${command}; rm /run/practice-lets`
/** "ii 1.0", or "none" when at most its configuration is left. */
const stateOn = async (host: Host, name: string): Promise<string> => {
  const state = await shellOn(host, `dpkg-query -W -f '\${db:Status-Abbrev}\${Version}' ${name} 2>/dev/null || true`)
  return /^.[cn]/.test(state) || state === '' ? 'none' : state
}
const statesOn = (host: Host, ...names: readonly string[]) => Promise.all(names.map((name) => stateOn(host, name)))
/** Whether apt there still does what it is asked. */
const isSound = async (host: Host) =>
  (await shellOn(host, 'apt-get -qq check && echo sound || true')).trim() === 'sound'
describe('a package that fails', () => {
  beforeAll(async () => {
    pair = await startAgents()
    await shellOn('xps', `${apt} remove practice-game practice-right`)
  })
  afterAll(() => pair.close())

  it('before it is unpacked is named with the words of its script, and keeps nothing else from being done', async () => {
    await shellOn('p17', letting(`${apt} install practice-refusing=1.0 practice-following`))
    const plan = await probe()
    const outcome = await run(plan)
    const asked = plan.actions.map(({ name }) => name)
    expect(asked).toEqual(expect.arrayContaining(['practice-following', 'practice-notes', 'practice-refusing']))
    expect(await statesOn('xps', 'practice-refusing', 'practice-following')).toEqual(['none', 'none'])
    expect(await statesOn('xps', 'practice-notes', 'practice-tool', 'practice-left')).toEqual(Array(3).fill('ii 1.0'))
    expect(outcome.text).toContain(`${asked.length - 2} packages`)
    expect(await isSound('xps')).toBe(true)
    const now = await proof(plan)
    expect(now).toMatchObject({
      differences: [],
      left: { 'could not be installed on XPS 13': ['practice-refusing', 'practice-following'] },
    })
    expect(now.notes).toContain('It said: practice-refusing: this laptop is too small.')
    expect(await run(plan)).toMatchObject({ items: 0 })
  })

  it('before it is unpacked is tried again, or left out for good', async () => {
    const id = 'apt-install:practice-refusing:amd64'
    const plan = await probe()
    const question = questionOf(plan, id)
    expect(question?.reason).toBe('1.0 could not be installed on XPS 13: practice-refusing: this laptop is too small')
    expect(question?.choices.map(({ word, rule }) => [word, rule?.kind])).toEqual([
      ['Try again', undefined],
      ['Leave', 'package'],
    ])
    const leave = { [id]: 'keep-always' }
    expect(await run(plan, leave)).toMatchObject({ items: 0 })
    expect(await proof(plan, leave)).toMatchObject({ differences: [], left: {}, chosen: ['practice-refusing'] })
    const ruled = stepWith({ kind: 'apt', name: 'practice-refusing', decision: 'never' })
    const quiet = await ruled.probe(pair, runOutside)
    expect(quiet.install).toEqual([])
    expect(quiet.rejected.map(({ name }) => name)).toContain('practice-following')
    expect(ruled.preview(quiet, pair).questions).toEqual([])
    await shellOn('xps', 'touch /run/practice-lets')
    expect(await run(plan)).toMatchObject({ items: 2 })
    await shellOn('xps', 'rm /run/practice-lets')
    expect(await statesOn('xps', 'practice-refusing', 'practice-following')).toEqual(['ii 1.0', 'ii 1.0'])
    expect(await proof(plan)).toEqual({ differences: [], chosen: [], left: {}, notes: '' })
    expect((await probe()).triedAgain).toEqual([])
  })

  it('while it is updated stays in its version, which is told, and is asked about', async () => {
    await shellOn('p17', letting(`${apt} install practice-refusing=2.0`))
    await shellOn('xps', `${apt} remove practice-notes`)
    const plan = await probe()
    await run(plan)
    expect(await statesOn('xps', 'practice-refusing', 'practice-notes')).toEqual(['ii 1.0', 'ii 1.0'])
    const now = await proof(plan)
    expect(now).toMatchObject({ differences: [], left: { 'could not be updated on XPS 13': ['practice-refusing'] } })
    expect(now.notes).toContain('this laptop is too small')
    // What P17 has besides needs it: it could not go alone.
    const needed = questionOf(await probe(), 'apt-install:practice-refusing:amd64')
    expect(needed?.choices.map(({ word }) => word)).toEqual(['Try again', 'Leave'])
    await shellOn('p17', 'dpkg --purge practice-following')
    const id = 'apt-remove:practice-refusing:amd64'
    const next = await probe()
    const question = questionOf(next, id)
    expect(question?.reason).toContain('1.0 stayed on XPS 13, because it could not be updated: ')
    expect(question?.choices.map(({ word, rule }) => [word, rule])).toEqual([
      ['Try again', undefined],
      ['Remove', { kind: 'package', name: 'practice-refusing', architecture: 'amd64' }],
      ['Leave', { kind: 'package', name: 'practice-refusing', architecture: 'amd64', decision: 'never' }],
    ])
    const leave = { [id]: 'keep-always' }
    await run(next, leave)
    const chosen = ['practice-following', 'practice-refusing']
    expect(await proof(next, leave)).toMatchObject({ differences: [], left: {}, chosen })
    const ruled = stepWith({ kind: 'apt', name: 'practice-refusing', decision: 'never' })
    expect((await ruled.probe(pair, runOutside)).install).toEqual([])
    const remove = { [id]: 'remove' }
    await run(next, remove)
    expect(await statesOn('xps', 'practice-refusing', 'practice-following')).toEqual(['none', 'none'])
    for (const host of ['p17', 'xps'] as const) await shellOn(host, 'dpkg --purge practice-following practice-refusing')
  })

  it('while it is removed stays, which is told and asked about again, and what was to go besides goes', async () => {
    await shellOn('xps', letting(`${apt} install practice-staying practice-game`))
    const ids = ['apt-remove:practice-game:amd64', 'apt-remove:practice-staying:amd64'] as const
    // Of several that go dpkg removes none after the first that fails.
    await shellOn(
      'xps',
      'printf "#!/bin/sh\\necho still playing; exit 1\\n" > /var/lib/dpkg/info/practice-game.prerm; chmod +x /var/lib/dpkg/info/practice-game.prerm',
    )
    await shellOn('xps', `${apt} install practice-right practice-left-`)
    const plan = await probe()
    const answers = { [ids[0]]: 'remove', [ids[1]]: 'remove', 'apt-remove:practice-right:amd64': 'remove' }
    await run(plan, answers)
    expect(await statesOn('xps', 'practice-game', 'practice-staying')).toEqual(['ii 1.0', 'ii 1.0'])
    expect(await statesOn('xps', 'practice-right', 'practice-left')).toEqual(['none', 'ii 1.0'])
    const now = await proof(plan, answers)
    expect(now).toMatchObject({
      differences: [],
      left: { 'could not be removed from XPS 13': ['practice-game', 'practice-staying'] },
    })
    expect(now.notes).toContain('practice-staying: still in use')
    const next = await probe()
    expect(questionOf(next, ids[1])?.reason).toBe(
      '1.0 could not be removed from XPS 13: practice-staying: still in use',
    )
    expect(questionOf(next, ids[1])?.choices.map(({ word }) => word)).toEqual(['Keep', 'Remove', 'Always keep'])
    await shellOn('xps', 'rm /var/lib/dpkg/info/practice-game.prerm; touch /run/practice-lets')
    await run(next, answers)
    await shellOn('xps', 'rm /run/practice-lets')
    expect(await statesOn('xps', 'practice-game', 'practice-staying')).toEqual(['none', 'none'])
    expect(await proof(next, answers)).toEqual({ differences: [], chosen: [], left: {}, notes: '' })
  })

  it('after its files are gone is told as half removed, and keeps apt from nothing', async () => {
    const id = 'apt-remove:practice-game:amd64'
    await shellOn('xps', `${apt} remove practice-notes; ${apt} install practice-game`)
    const script = '/var/lib/dpkg/info/practice-game.postrm'
    await shellOn('xps', `printf "#!/bin/sh\\necho no room to clean; exit 1\\n" > ${script}; chmod +x ${script}`)
    const plan = await probe()
    const remove = { [id]: 'remove' }
    await run(plan, remove)
    expect(await statesOn('xps', 'practice-game', 'practice-notes')).toEqual(['rH 1.0', 'ii 1.0'])
    const now = await proof(plan, remove)
    expect(now).toMatchObject({ differences: [], left: { 'half removed from XPS 13': ['practice-game'] } })
    expect(now.notes).toContain('its files are gone, but its script failed. It said: no room to clean.')
    await shellOn('xps', 'dpkg --remove practice-notes')
    const next = await probe()
    expect(next.rejected.filter(({ name }) => name.startsWith('practice-'))).toEqual([])
    expect(questionOf(next, id)?.reason).toContain('half removed from XPS 13, where its files are gone: no room')
    expect(questionOf(next, id)?.choices.map(({ word }) => word)).toEqual(['Leave', 'Remove'])
    await run(next)
    expect(await statesOn('xps', 'practice-game', 'practice-notes')).toEqual(['rH 1.0', 'ii 1.0'])
    expect(await proof(next)).toMatchObject({
      differences: [],
      left: { 'half removed from XPS 13': ['practice-game'] },
    })
    await shellOn('xps', `rm ${script}`)
    await run(next, remove)
    expect(await stateOn('xps', 'practice-game')).toBe('none')
    expect(await proof(next, remove)).toEqual({ differences: [], chosen: [], left: {}, notes: '' })
  })
})
