/** Services that systemctl refuses to set on the laptop that is taken. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPackagesStep } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import { runOutside, shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'

const step = createPackagesStep(() => Promise.resolve({ rules: [], hasAptRule: () => false }))
let pair: AgentPair
/** As a package would bring it. */
const bring = (unit: string, install: string) =>
  `printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\n${install}\\n' > /usr/lib/systemd/system/${unit}; systemctl daemon-reload`

describe('a service that cannot be set', () => {
  beforeAll(async () => {
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  it('is named in outcome and proof with what systemctl said, and all others are set', async () => {
    const odd = 'practice-odd.service'
    for (const host of ['p17', 'xps'] as const) {
      await shellOn(host, bring(odd, 'Alias=practice-taken.service'))
      await shellOn(host, bring('practice-wise.service', 'WantedBy=multi-user.target'))
    }
    await shellOn('p17', `systemctl -q enable ${odd} practice-wise.service`)
    await shellOn('xps', 'ln -s /usr/lib/systemd/system/ssh.service /etc/systemd/system/practice-taken.service')
    const plan = await step.probe(pair, runOutside)
    const { text } = await step.run(pair, plan, {}, runOutside)
    expect(text).toMatch(/, 1 service could not be set: practice-odd.service$/)
    expect(
      await shellOn('xps', `systemctl is-enabled practice-wise.service; systemctl is-enabled ${odd} || true`),
    ).toBe('enabled\ndisabled\n')
    const { items, notes } = await step.verify(pair, plan, {}, runOutside)
    expect(items[1]).toMatchObject({
      ...{ title: 'Services', differences: [] },
      left: [{ why: 'could not be set on XPS 13', names: [odd] }],
    })
    expect(notes.join('\n')).toMatch(/practice-odd.service could not be set .*practice-taken.service.* already exists/)
    await shellOn('xps', 'rm /etc/systemd/system/practice-taken.service; systemctl daemon-reload')
    await step.run(pair, await step.probe(pair, runOutside), {}, runOutside)
    expect((await step.verify(pair, plan, {}, runOutside)).notes).toEqual([])
  })
})
