import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { FlatpakPlan } from '../../src-main/domains/packages/flatpak/on-pair/flatpak-plan.ts'
import { createFlatpakStep } from '../../src-main/domains/packages/flatpak/on-pair/flatpak-step.ts'
import { packagesDeclaration } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { listedFlatpaks, makeApps } from '../laptops-flatpaks.ts'

const step = createFlatpakStep(packagesDeclaration, () =>
  Promise.resolve([{ kind: 'flatpak', name: 'org.example.Ra?io', decision: 'apart' }]),
)
let pair: AgentPair

const probe = () => step.probe(pair, runOutside)
const run = (plan: FlatpakPlan, answers: Answers = {}) => step.run(pair, plan, answers, runOutside)
const verify = (plan: FlatpakPlan, answers: Answers = {}) => step.verify(pair, plan, answers, runOutside)
const added: Answers = { 'flatpak-remote:practice': 'add' }

describe('Flatpak apps', () => {
  beforeAll(async () => {
    await shellOn('p17', makeApps)
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  it('ask first whether their source is to be trusted, by its key', async () => {
    const plan = await probe()
    const [question, ...others] = step.preview(plan, pair).questions
    const key = await shellOn('p17', "gpg --show-keys --with-colons /srv/apps.gpg | sed -n 's/^fpr:*//p' | head -1")
    expect(others).toEqual([])
    expect(question).toMatchObject({ id: 'flatpak-remote:practice', safeDefault: 'leave' })
    expect(question?.reason.replaceAll(' ', '')).toContain(key.trim().replace(':', ''))
    expect(question?.choices[1]?.brings?.changes.map(({ name }) => name)).toEqual(['Draw', 'Notes'])
    expect(plan.kept).toEqual(['app/org.example.Radio/x86_64/stable'])
  })

  it('are not asked about again where their source is to be left', async () => {
    const rule = { kind: 'flatpak-source', name: 'file:///srv/apps', decision: 'apart' } as const
    const ruled = createFlatpakStep(packagesDeclaration, () => Promise.resolve([rule]))
    const plan = await ruled.probe(pair, runOutside)
    expect(ruled.preview(plan, pair).questions).toEqual([])
    expect([plan.install, plan.kept.length]).toEqual([[], 3])
  })

  it('are left out where nobody trusts it, and the proof says that this was chosen', async () => {
    const plan = await probe()
    await run(plan)
    expect(await listedFlatpaks('xps')).toEqual([])
    expect(
      (await shellOn('xps', 'flatpak remotes --system; flatpak override --system --show org.example.Draw')).trim(),
    ).toBe('')
    const [item] = (await verify(plan)).items
    expect(item).toMatchObject({ verdict: 'as-chosen', chosen: ['Draw', 'Notes', 'Radio'], differences: [] })
  })

  it('are copied from the other laptop without a network, with what was set for them', async () => {
    const plan = await probe()
    const { items, bytes } = await run(plan, added)
    // The source, two apps, and the permissions of one; "file:///srv/apps" is not there on xps.
    expect(items).toBe(4)
    expect(bytes).toBeGreaterThan(0)
    const here = await listedFlatpaks('p17')
    expect(await listedFlatpaks('xps')).toEqual(here.filter((line) => !line.includes('Radio')))
    expect(await shellOn('xps', 'flatpak mask --system')).toContain('org.example.Zed*')
    expect(await shellOn('xps', 'runuser -u alice -- flatpak override --system --show org.example.Draw')).toContain(
      'filesystems=!home',
    )
    expect(
      await shellOn('xps', 'find /var/lib/flatpak ! -perm -o+r ! -name .lock; ls /var/lib/pc-switcher/root/flatpak'),
    ).toBe('')
    const [item] = (await verify(plan, added)).items
    expect(item).toMatchObject({ verdict: 'as-chosen', chosen: ['Radio'], differences: [] })
    expect(step.preview(await probe(), pair)).toMatchObject({ summary: '', questions: [] })
    // What was carried, and is taken away again before the proof, is a difference.
    await shellOn('xps', 'flatpak override --system --reset org.example.Draw')
    expect((await verify(plan, added)).items[0]).toMatchObject({ differences: ['org.example.Draw (setting)'] })
  })

  it('become the newer version, and never an older one', async () => {
    await shellOn(
      'p17',
      'bash /root/publish app org.example.Notes second; flatpak update --system -y --noninteractive org.example.Notes',
    )
    const plan = await probe()
    expect(plan.update.map(({ ref }) => ref)).toEqual(['app/org.example.Notes/x86_64/stable'])
    await run(plan)
    expect(await shellOn('xps', 'cat /var/lib/flatpak/app/org.example.Notes/current/active/files/bin/words')).toBe(
      'second\n',
    )
    expect((await verify(plan)).items[0]).toMatchObject({ differences: [] })
    const back = await startAgents('xps')
    await shellOn(
      'p17',
      'bash /root/publish app org.example.Notes third; flatpak update --system -y --noninteractive org.example.Notes',
    )
    const returning = await step.probe(back, runOutside)
    expect(returning.update).toEqual([])
    expect(returning.newer.map(({ ref }) => ref)).toEqual(['app/org.example.Notes/x86_64/stable'])
    expect((await step.verify(back, returning, {}, runOutside)).items[0]?.left).toEqual([
      { why: 'newer on P17', count: 1, names: ['Notes'] },
    ])
    back.close()
  })

  it('go only where the person said so', async () => {
    await shellOn('p17', 'flatpak uninstall --system -y --noninteractive org.example.Draw')
    const plan = await probe()
    const question = 'flatpak-remove:app/org.example.Draw/x86_64/stable'
    expect(step.preview(plan, pair).questions.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([
      [question, 'keep'],
    ])
    await run(plan)
    expect((await listedFlatpaks('xps')).join('\n')).toContain('org.example.Draw')
    expect((await verify(plan)).items[0]?.chosen).toContain('Draw')
    await run(plan, { [question]: 'remove' })
    expect((await listedFlatpaks('xps')).join('\n')).not.toContain('org.example.Draw')
    expect((await verify(plan, { [question]: 'remove' })).items[0]?.chosen).toEqual(['Radio'])
  })

  it('are told, and left, in an installation beside the usual one', async () => {
    await shellOn(
      'p17',
      `mkdir -p /etc/flatpak/installations.d; printf '[Installation "extra"]\nPath=/srv/extra\n' > /etc/flatpak/installations.d/extra.conf
      flatpak remote-add --installation=extra --gpg-import=/srv/apps.gpg practice file:///srv/apps
      flatpak install --installation=extra -y --noninteractive practice org.example.Music`,
    )
    const plan = await probe()
    expect(plan.others).toEqual([{ installation: 'extra', ref: 'app/org.example.Music/x86_64/stable' }])
    expect([plan.install, plan.remotes]).toEqual([[], []])
    const { items } = await verify(plan)
    expect(items.at(-1)).toMatchObject({
      ...{ verdict: 'not-compared', notCompared: { names: ['org.example.Music (extra)'] } },
    })
    // What is in it now is seen at once, and a disk that is not there is no error.
    await shellOn('p17', 'mv /srv/extra /srv/away')
    expect((await probe()).others).toEqual([])
    await shellOn('p17', 'rm -r /srv/away /etc/flatpak/installations.d')
  })

  it('are not installed when another key signed them, which keeps nothing else from ending', async () => {
    await shellOn(
      'p17',
      `bash /root/publish app org.example.Notes fourth; flatpak update --system -y --noninteractive org.example.Notes
      flatpak install --system -y --noninteractive practice org.example.Music`,
    )
    // The remote of that name and place has another key on the other laptop.
    await shellOn(
      'xps',
      `mkdir -m 700 /root/other; gpg --homedir /root/other --batch --quiet --passphrase '' --quick-gen-key 'Other' ed25519 sign never
      gpg --homedir /root/other --export > /var/lib/flatpak/repo/practice.trustedkeys.gpg`,
    )
    const plan = await probe()
    expect(plan.install.map(({ ref }) => ref)).toEqual(['app/org.example.Music/x86_64/stable'])
    await run(plan)
    expect((await listedFlatpaks('xps')).join('\n')).not.toContain('org.example.Music')
    const { items, notes } = await verify(plan)
    expect(items[0]).toMatchObject({ verdict: 'left', differences: [] })
    expect(items[0]?.left?.map(({ why, names }) => [why, names])).toContainEqual([
      'not installed on XPS 13',
      ['Music', 'Notes'],
    ])
    expect(notes[0]).toMatch(/^org\.example\.\w+ could not be installed on XPS 13\. Flatpak said: /)
    expect(notes.at(-1)).toMatch(/^file:\/\/\/srv\/apps differs\. P17: key .*\. XPS 13: key /)
  })
})
