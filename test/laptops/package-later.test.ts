/** What one switch alone leaves: neither it nor what only it needs comes, also where the switch is resumed, and the next plan has it. */
import { describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import type { PlanView } from '../../src-main/contract/switch-state.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import { shellOn } from '../laptops-agents.ts'
import { killApp, pcSwitcher, plan, proofOf, switchState, switchTo, until } from '../laptops-product.ts'

const [tool, editor] = ['apt-later:practice-tool:amd64', 'apt-later:practice-editor:amd64']
const left = { [tool]: 'later', [editor]: 'later' }

const versionsOn = async (host: Host) =>
  shellOn(host, `dpkg-query -W -f '\${db:Status-Abbrev} \${Package} \${Version}\\n' 'practice-*' | grep ^ii || true`)

const changesOf = ({ previews }: PlanView) =>
  (previews[stepIds.packages]?.blocks ?? []).flatMap((block) => (block.kind === 'changes' ? block.changes : []))
const effectOf = (made: PlanView, id: string) =>
  changesOf(made).flatMap(({ effect, refusable }) => (refusable?.later === id ? [effect] : []))

describe('a package that is left out of one switch', () => {
  it('is in the plan by an ID, for scripts', async () => {
    const made = (await plan('p17', 'xps')).plan
    expect([effectOf(made, tool), effectOf(made, editor)]).toEqual([['add'], ['update']])
    expect(changesOf(made).map(({ name }) => name)).toContain('practice-lib')
    const told = await pcSwitcher('p17', ['plan', '--to', 'xps'])
    const listed = told.messages.find(({ type }) => type === 'plan')?.['leavable']
    expect(listed).toEqual(expect.arrayContaining([expect.objectContaining({ id: tool })]))
  })

  it('does not come, with what only it needs, also where the switch was interrupted', async () => {
    const before = await versionsOn('xps')
    await shellOn('p17', 'head -c 200000000 /dev/urandom > /home/alice/large.bin; chown alice: /home/alice/large.bin')
    const ended = switchTo('p17', 'xps', left)
    await until('home is copied', async () => {
      const state = await switchState('p17')
      return state.kind === 'running' && state.statuses[stepIds.home]?.kind === 'running'
    })
    await killApp('p17')
    await ended.catch(() => undefined)
    await until('the app says that it was interrupted', async () => (await switchState('p17')).kind === 'interrupted')
    const told = await pcSwitcher('p17', ['resume'])
    expect(told.stderr).toBe('')
    const proof = proofOf(told)
    expect(proof.verified).toBe(true)
    const items = proof.steps.find(({ id }) => id === stepIds.packages)?.verification.items ?? []
    expect(items[0]?.chosen).toEqual(expect.arrayContaining(['practice-tool', 'practice-editor']))
    const after = await versionsOn('xps')
    expect(after).not.toMatch(/practice-tool|practice-lib/)
    expect(after).toContain('practice-notes')
    expect([before, after].map((list) => /practice-editor .*/.exec(list)?.[0])).toEqual([
      'practice-editor 1.0',
      'practice-editor 1.0',
    ])
    expect((await pcSwitcher('p17', ['packages', 'rules'])).messages[0]).toMatchObject({ rules: [] })
  })

  it('is offered again by the next plan', async () => {
    const made = (await plan('p17', 'xps')).plan
    expect([made.kept, effectOf(made, tool), effectOf(made, editor)]).toEqual([{}, ['add'], ['update']])
  })
})
