import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { PackagesPlan } from '../../src-main/domains/packages/on-pair/packages-plan.ts'
import { createPackagesStep } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import { sourcesSideBySide } from '../../src-main/domains/packages/on-pair/sources/side-by-side.ts'
import { listSources } from '../../src-main/domains/packages/source-verbs.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { apt } from '../laptops-lived-on.ts'
import { baseAlone, keyring, mirrors, parts, security, useArchives } from '../laptops-package-archives.ts'

const step = createPackagesStep(() => Promise.resolve({ rules: [], hasAptRule: () => false }))
const hosts: readonly Host[] = ['p17', 'xps']
let pair: AgentPair

const probe = () => step.probe(pair, runOutside)
const run = (plan: PackagesPlan, answers: Answers = {}) => step.run(pair, plan, answers, runOutside)
const proofOf = async (plan: PackagesPlan, answers: Answers = {}) =>
  (await step.verify(pair, plan, answers, runOutside)).items.find(({ title }) => title === 'Package sources')

const [contrib, backports, updates] = ['Debian trixie contrib', 'Debian trixie-backports', 'Debian trixie-security']
const addAll = Object.fromEntries([contrib, backports, updates].map((id) => [`apt-source:${id}`, 'add']))
const removed = `${apt} remove contrib-tool base-tool || true; rm -f ${parts}/debian*`
const versionsOnXps = () =>
  shellOn('xps', `dpkg-query -W -f '\${db:Status-Abbrev}\${Package} \${Version}\\n' base-tool contrib-tool | grep ^ii`)
const updateOnXps = 'apt-get -qq -o APT::Update::Error-Mode=any update'

describe('archives of the distribution that only the laptop that is left fetches', () => {
  beforeAll(async () => {
    await useArchives(hosts)
    await shellOn('xps', baseAlone)
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  it('are offered by suite and component, with the exact versions that they would bring', async () => {
    const plan = await probe()
    expect(plan.sources.map(({ source, state, needed }) => [source.id, state, source.uri, needed])).toEqual([
      [contrib, 'ready', mirrors.xps, ['contrib-tool']],
      [backports, 'ready', mirrors.xps, ['base-tool']],
      [updates, 'ready', security, ['base-tool']],
    ])
    expect(plan.sources[1]?.actions).toMatchObject([{ name: 'base-tool', version: '2.0~bpo13+1' }])
    const asked = step.preview(plan, pair).questions.find(({ title }) => title === backports)
    expect(asked?.reason).toMatch(
      /^P17 has base-tool from it · .* to download · main from .* · Signed by the Debian keys/,
    )
    expect(step.changes?.(plan, await probe(), {})).toEqual([])
    const [here, there] = await Promise.all([pair.from, pair.to].map((one) => one.call(listSources, {})))
    if (here === undefined || there === undefined) throw new Error('two laptops answered')
    const rows = sourcesSideBySide(here, there).map(({ name, difference }) => [name, difference])
    expect(rows.filter(([name]) => name?.startsWith('Debian') === true)).toEqual([
      ['Debian trixie', 'same'],
      ...[contrib, backports, updates].map((id) => [id, 'only-here']),
    ])
  })

  it('are not added without a word, and the proof names them', async () => {
    const plan = await probe()
    const before = await shellOn('xps', `ls ${parts}`)
    await run(plan)
    expect(await shellOn('xps', `ls ${parts}`)).toBe(before)
    expect(await proofOf(plan)).toMatchObject({ verdict: 'as-chosen', chosen: [contrib, backports, updates] })
  })

  it('are added from the own mirror with the own keys when agreed to, and their packages installed in the same switch', async () => {
    const plan = await probe()
    await run(plan, addAll)
    expect(await versionsOnXps()).toBe('ii base-tool 2.0~bpo13+1\nii contrib-tool 1.0\n')
    expect(
      await shellOn('xps', `cat ${parts}/debian-trixie-contrib.sources ${parts}/debian-trixie-security.sources`),
    ).toBe(
      [
        `Types: deb\nURIs: ${mirrors.xps}\nSuites: trixie\nComponents: contrib\nSigned-By: ${keyring}\n`,
        `Types: deb\nURIs: ${security}\nSuites: trixie-security\nComponents: main\nSigned-By: ${keyring}\n`,
      ].join(''),
    )
    expect(await shellOn('xps', `${updateOnXps}; apt-cache policy base-tool`)).toContain(
      `100 ${mirrors.xps} trixie-backports/main`,
    )
    expect(await proofOf(plan, addAll)).toMatchObject({ verdict: 'same', differences: [] })
    expect((await probe()).sources).toEqual([])
    expect(await run(plan, addAll)).toMatchObject({ items: 0 })
  })

  it('are added beside one that names no key, without one', async () => {
    await shellOn(
      'xps',
      `${removed}; cp ${keyring} /etc/apt/trusted.gpg.d/practice.gpg; cp ${keyring} /usr/share/keyrings/debian-archive-keyring.gpg
       echo 'deb ${mirrors.xps} trixie main' > ${parts}/zz.list; apt-get -q update`,
    )
    const plan = await probe()
    expect(plan.sources.map(({ source, state }) => [source.id, state])).toEqual([
      [contrib, 'ready'],
      [backports, 'ready'],
      [updates, 'ready'],
    ])
    await run(plan, addAll)
    expect(await versionsOnXps()).toBe('ii base-tool 2.0~bpo13+1\nii contrib-tool 1.0\n')
    expect(await shellOn('xps', `cat ${parts}/debian-trixie-contrib.sources; ${updateOnXps}`)).toBe(
      `Types: deb\nURIs: ${mirrors.xps}\nSuites: trixie\nComponents: contrib\n`,
    )
    expect(await proofOf(plan, addAll)).toMatchObject({ verdict: 'same', differences: [] })
    await shellOn('xps', `rm ${parts}/zz.list /etc/apt/trusted.gpg.d/practice.gpg`)
  })

  it('stay on the laptop that is taken where it alone has them', async () => {
    await shellOn('xps', `${removed}; ${baseAlone}; ${updateOnXps}`)
    await run(await probe(), addAll)
    await shellOn('p17', `sed -i '/backports/d; s/ contrib//' /etc/apt/sources.list; apt-get -q update`)
    const plan = await probe()
    expect(plan.sources).toEqual([])
    await run(plan)
    expect(await shellOn('xps', `ls ${parts}`)).toContain('debian-trixie-backports.sources')
    const { items } = await step.verify(pair, plan, {}, runOutside)
    expect(items.find(({ verdict, title }) => verdict === 'not-compared' && title === 'Package sources')).toMatchObject(
      {
        notCompared: { names: [backports, contrib] },
      },
    )
  })
})
