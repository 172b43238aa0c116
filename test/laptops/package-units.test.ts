/** Services that come with a package, and such that systemctl refuses to set on the target. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPackagesStep } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'

const step = createPackagesStep(() => Promise.resolve({ rules: [], hasAptRule: () => false }))
let pair: AgentPair
/** As a package would bring it. */
const bring = (unit: string, install: string) =>
  `printf '[Service]\\nExecStart=/bin/sleep infinity\\n[Install]\\n${install}\\n' > /usr/lib/systemd/system/${unit}; systemctl daemon-reload`

beforeAll(async () => {
  pair = await startAgents()
})
afterAll(() => pair.close())

/** Its scripts are debhelper's, which start it as soon as it is installed. */
describe('a service that comes with its package', () => {
  const service = 'practice-service.service'
  const apt = 'DEBIAN_FRONTEND=noninteractive apt-get -q -y'
  const stateThere = () =>
    shellOn(
      'xps',
      `systemctl is-enabled ${service} || true; systemctl is-active ${service} || true; ls /usr/sbin/policy-rc.d /run/pc-switcher/running-units 2>/dev/null || true`,
    )
  const probe = () => step.probe(pair, runOutside)
  beforeAll(async () => {
    await shellOn('p17', `systemctl -q enable --now ${service}`)
  })
  const removeThere = () => shellOn('xps', `${apt} purge practice-service`)

  it('is started when the laptop starts next, unless the person wants it now', async () => {
    await removeThere()
    const plan = await probe()
    expect(plan.units.filter(({ unit }) => unit === service)).toEqual([{ unit: service, change: 'enable' }])
    expect(step.preview(plan, pair).questions.find(({ id }) => id === `unit:${service}`)).toMatchObject({
      safeDefault: 'follow',
    })
    await step.run(pair, plan, {}, runOutside)
    expect(await stateThere()).toBe('enabled\ninactive\n')
    expect((await step.verify(pair, plan, {}, runOutside)).items[1]).toMatchObject({ differences: [] })

    await removeThere()
    await step.run(pair, await probe(), { [`unit:${service}`]: 'start' }, runOutside)
    expect(await stateThere()).toBe('enabled\nactive\n')
  })

  it('goes on running when its package is updated', async () => {
    await shellOn('xps', `${apt} install --allow-downgrades practice-service=1.0; systemctl restart ${service}`)
    const plan = await probe()
    expect(plan.actions.map(({ name }) => name)).toContain('practice-service')
    await step.run(pair, plan, {}, runOutside)
    expect(await shellOn('xps', "dpkg-query -W -f '${Version}' practice-service")).toBe('1.1')
    expect(await stateThere()).toBe('enabled\nactive\n')
  })

  it('stays as its package brings it where each laptop is to keep its own setting', async () => {
    await removeThere()
    await step.run(pair, await probe(), { [`unit:${service}`]: 'keep-always' }, runOutside)
    expect(await stateThere()).toBe('enabled\ninactive\n')
  })
})

describe('a service that cannot be set', () => {
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
