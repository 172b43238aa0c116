import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { FlatpakPlan } from '../../src-main/domains/packages/flatpak/on-pair/flatpak-plan.ts'
import { createFlatpakStep } from '../../src-main/domains/packages/flatpak/on-pair/flatpak-step.ts'
import { compareFlatpakApps } from '../../src-main/domains/packages/flatpak/on-pair/source.ts'
import { captureFlatpaks } from '../../src-main/domains/packages/flatpak/verbs.ts'
import { packagesDeclaration } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { listedFlatpaks, makeApps } from '../laptops-flatpaks.ts'

const step = createFlatpakStep(packagesDeclaration, () => Promise.resolve([]))
let pair: AgentPair

const probe = () => step.probe(pair, runOutside)
const run = (plan: FlatpakPlan, answers: Answers = {}) => step.run(pair, plan, answers, runOutside)
const verify = (plan: FlatpakPlan, answers: Answers = {}) => step.verify(pair, plan, answers, runOutside)
const asAlice = (script: string) => `runuser -u alice -- env HOME=/home/alice bash -euc '${script}'`

describe('Flatpak apps in a home folder, and sources', () => {
  beforeAll(async () => {
    await shellOn(
      'p17',
      `${makeApps}
      PLAIN=/srv/plain bash /root/publish app org.example.Solo first
      chmod -R a+rX /srv
      ${asAlice('flatpak remote-add --user --gpg-import=/srv/apps.gpg --collection-id=org.example.Practice mine file:///srv/apps; flatpak install --user -y --noninteractive mine org.example.Music')}
      flatpak uninstall --system -y --noninteractive org.example.Notes org.example.Draw org.example.Radio`,
    )
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  it('are listed with what they need, and bring the runtime that only they need', async () => {
    const { person, flatpaks } = await pair.from.call(captureFlatpaks, {})
    expect(person).toMatchObject({
      isKnown: true,
      flatpaks: [
        { ref: 'app/org.example.Music/x86_64/stable', title: 'Music', origin: 'mine', runtime: flatpaks[0]?.ref },
      ],
      remotes: [{ name: 'mine', url: 'file:///srv/apps', isDisabled: false }],
    })
    const plan = await probe()
    expect(plan.install.map(({ ref }) => ref)).toEqual(['runtime/org.example.Platform/x86_64/1'])
    const added = { 'flatpak-remote:practice': 'add' }
    await run(plan, added)
    expect(await listedFlatpaks('xps')).toEqual(await listedFlatpaks('p17'))
    // Nobody said that it is to stay when nothing needs it.
    expect(await shellOn('xps', 'flatpak pin --system')).toBe('')
    const { items } = await verify(plan, added)
    expect(items.map(({ title, verdict }) => [title, verdict])).toEqual([
      ['Flatpak apps', 'same'],
      ['Flatpak sources', 'same'],
    ])
  })

  it('are seen at once when one is installed, and compared by when they were made', async () => {
    await shellOn(
      'p17',
      `tar -C /home/alice -c .local/share/flatpak > /srv/home.tar
      bash /root/publish app org.example.Music second; chmod -R a+rX /srv
      ${asAlice('flatpak update --user -y --noninteractive')}`,
    )
    await shellOn('xps', asAlice('mkdir -p ~/.local/share'))
    const old = await shellOn('p17', 'base64 -w0 /srv/home.tar')
    await shellOn('xps', `echo ${old} | base64 -d | ${asAlice('tar -C ~ -x')}`)
    const listed = (await compareFlatpakApps(pair)).map(({ name, scope, difference, neededBy, here }) => [
      ...[name, scope, difference],
      ...[neededBy.first, here?.origin],
    ])
    expect(listed).toEqual([
      ['org.example.Platform//1', undefined, 'same', ['org.example.Music'], 'practice'],
      ['org.example.Music', 'person', 'newer-here', [], 'mine'],
    ])
  })

  it('are told where they cannot be listed, and keep no plan from being made', async () => {
    await shellOn('p17', 'echo broken > /home/alice/.local/share/flatpak/repo/config')
    expect((await probe()).isPersonUnknown).toBe(true)
    await shellOn('p17', `rm -r /home/alice/.local/share/flatpak`)
    expect((await probe()).isPersonUnknown).toBe(false)
    expect((await pair.from.call(captureFlatpaks, {})).person.flatpaks).toEqual([])
  })

  it('are added without an app, where the person says so', async () => {
    await shellOn('p17', 'flatpak remote-add --system --gpg-import=/srv/apps.gpg plain file:///srv/plain')
    const plan = await probe()
    expect([plan.install, plan.remotes.map(({ name }) => name)]).toEqual([[], ['plain']])
    const added = { 'flatpak-remote:plain': 'add' }
    await run(plan, added)
    expect(await shellOn('xps', 'flatpak remotes --system --columns=name,collection')).toMatch(/^plain\t-$/m)
    expect((await verify(plan, added)).items.at(-1)).toMatchObject({ verdict: 'same', compared: 2 })
  })

  it('give an app without a collection and without a network, proven by their key', async () => {
    await shellOn('p17', 'flatpak install --system -y --noninteractive plain org.example.Solo')
    const plan = await probe()
    expect([plan.install.map(({ ref, remote }) => [ref, remote]), plan.downloads]).toEqual([
      [['app/org.example.Solo/x86_64/stable', 'plain']],
      undefined,
    ])
    const { bytes } = await run(plan)
    expect(bytes).toBeGreaterThan(0)
    expect(await listedFlatpaks('xps')).toEqual(await listedFlatpaks('p17'))
    await shellOn(
      'p17',
      `PLAIN=/srv/plain bash /root/publish app org.example.Solo second
      flatpak update --system -y --noninteractive org.example.Solo`,
    )
    const update = await probe()
    await run(update)
    expect(await shellOn('xps', 'cat /var/lib/flatpak/app/org.example.Solo/current/active/files/bin/words')).toBe(
      'second\n',
    )
    expect((await verify(update)).items[0]).toMatchObject({ differences: [] })
  })

  it('give nothing that another key signed', async () => {
    await shellOn(
      'xps',
      `mkdir -m 700 /root/other; gpg --homedir /root/other --batch --quiet --passphrase '' --quick-gen-key 'Other' ed25519 sign never
      gpg --homedir /root/other --export > /var/lib/flatpak/repo/plain.trustedkeys.gpg`,
    )
    await shellOn(
      'p17',
      `PLAIN=/srv/plain bash /root/publish app org.example.Solo third
      flatpak update --system -y --noninteractive org.example.Solo`,
    )
    const plan = await probe()
    await run(plan)
    expect(await shellOn('xps', 'cat /var/lib/flatpak/app/org.example.Solo/current/active/files/bin/words')).toBe(
      'second\n',
    )
    const { items } = await verify(plan)
    expect(items[0]?.left?.map(({ why, names }) => [why, names])).toEqual([['not installed on XPS 13', ['Solo']]])
    // The laptops trust other keys for it now: told with the command, and mended by nobody.
    expect(items.at(-1)).toMatchObject({ verdict: 'not-compared', notCompared: { names: ['file:///srv/plain'] } })
    expect(step.preview(plan, pair).questions).toEqual([])
    expect(JSON.stringify(step.preview(plan, pair).blocks)).toContain('--gpg-import=plain.trustedkeys.gpg plain')
  })

  it('and settings of the laptop that is taken alone are named, and stay', async () => {
    await shellOn('xps', 'flatpak mask --system org.example.Solo')
    const plan = await probe()
    expect(plan.settingsThere).toEqual({ masks: ['org.example.Solo'], pins: [], overrides: [] })
    await run(plan)
    expect(await shellOn('xps', 'flatpak mask --system')).toContain('org.example.Solo')
  })
})
