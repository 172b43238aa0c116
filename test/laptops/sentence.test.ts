/** The one sentence: what it says on both laptops, whatever was clicked, ended or started anew since the switch. */
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { hosts, type Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { shellOn } from '../laptops-agents.ts'
import { answersToTakeAll } from '../laptops-equal.ts'
import { appAnswers, call, killApp, pcSwitcher, proofOf, switchState, switchTo, until } from '../laptops-product.ts'

const standsSchema = z.object({ kind: z.string(), title: z.string(), lead: z.string() })

async function sentenceOn(host: Host): Promise<z.infer<typeof standsSchema>> {
  const { messages, stderr } = await pcSwitcher(host, ['status'])
  expect(stderr).toBe('')
  return standsSchema.parse(messages.find(({ type }) => type === 'status')?.['stands'])
}

/** Looking which files were changed takes its time: a status that comes first says that it looks. */
async function expectTitles(wanted: Readonly<Record<Host, RegExp>>): Promise<void> {
  for (const host of hosts) {
    let said = ''
    await until(`${host} says ${String(wanted[host])}, and not "${said}"`, async () => {
      said = (await sentenceOn(host)).title
      return wanted[host].test(said)
    })
  }
}

const expectBoth = (title: RegExp) => expectTitles({ p17: title, xps: title })
const asAlice = (host: Host, script: string) => shellOn(host, `runuser -l alice -c ${JSON.stringify(script)}`)
const safe = /^Safe to close the lid of P17$/

describe('the sentence', () => {
  it('says before the first switch that nothing was compared, from where one sits', async () => {
    await expectTitles({ p17: /^XPS 13 has not been compared yet$/, xps: /^P17 has not been compared yet$/ })
  })

  it('says on both laptops that the lid can be closed, once the switch is proven', async () => {
    const told = await switchTo('p17', 'xps', await answersToTakeAll('p17', 'xps'))
    expect(proofOf(told).verified).toBe(true)
    await expectBoth(safe)
  })

  it('says the same after the proof was closed, and by programs that were started anew', async () => {
    await call('p17', calls.switchDismiss, {})
    expect((await switchState('p17')).kind).toBe('idle')
    await expectBoth(safe)
    for (const host of hosts) {
      await killApp(host)
      await appAnswers(host)
    }
    await expectBoth(safe)
  })

  it('names what is saved on the laptop that was left, for as long as it is there', async () => {
    await asAlice('p17', 'echo later > ~/later.txt')
    await expectTitles({
      p17: /^Safe as of today, \d\d:\d\d\. 1 home file was changed here since$/,
      xps: /^Safe as of today, \d\d:\d\d\. 1 home file was changed on P17 since$/,
    })
    await asAlice('p17', 'rm ~/later.txt')
    await expectBoth(safe)
  })

  it('says where the work was gone on with, and when on both', async () => {
    await asAlice('xps', 'echo there > ~/there.txt')
    await expectBoth(/^XPS 13 has the latest work$/)
    expect((await sentenceOn('p17')).lead).toMatch(/^1 home file was changed on XPS 13 since today, /)
    await asAlice('p17', 'echo here > ~/here.txt')
    await expectBoth(/^Both laptops have new work$/)
    await asAlice('p17', 'rm ~/here.txt')
    await asAlice('xps', 'rm ~/there.txt')
    await expectBoth(safe)
  })

  it('says while an undo waits for a restart that it waits, until that is cancelled', async () => {
    const { plan } = await call('p17', calls.undoPlan, {})
    const subvolumes = plan.subvolumes.map(({ subvolume }) => subvolume)
    await call('p17', calls.rollbackRun, { planId: plan.planId, subvolumes, when: 'next-start' })
    await expectBoth(/^Waiting for a restart of XPS 13$/)
    const { entries } = await call('p17', calls.activityList, {})
    expect(entries.find(({ kind }) => kind !== 'switch')).toMatchObject({ result: 'ordered' })
    await call('p17', calls.rollbackCancel, { laptop: 'xps' })
    await expectBoth(safe)
  })
})
