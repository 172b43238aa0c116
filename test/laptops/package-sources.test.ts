import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { PackagesPlan } from '../../src-main/domains/packages/on-pair/packages-plan.ts'
import { createPackagesStep } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { apt } from '../laptops-lived-on.ts'
import { address, serve, sourcesFile, tools, useSource, useTools } from '../laptops-package-sources.ts'

const step = createPackagesStep(() => Promise.resolve({ rules: [], hasAptRule: () => false }))
const hosts: readonly Host[] = ['p17', 'xps']
let pair: AgentPair

const probe = () => step.probe(pair, runOutside)
const run = (plan: PackagesPlan, answers: Answers = {}) => step.run(pair, plan, answers, runOutside)
const verify = (plan: PackagesPlan, answers: Answers = {}) => step.verify(pair, plan, answers, runOutside)
const question = `apt-source:${tools}`
const add = { [question]: 'add' }

/** Nothing of the vendor's is there. */
const removed = `${apt} remove vendor-tool vendor-lib || true; rm -f /etc/apt/sources.list.d/vendor* /usr/share/keyrings/vendor-tools*; apt-get -q update`

const stateOn = async (host: Host, name: string): Promise<string> =>
  (
    await shellOn(host, `dpkg-query -W -f '\${db:Status-Abbrev}\${Version}' ${name} 2>/dev/null | grep -v ^rc || true`)
  ).trim()
const filesOn = (host: Host) => shellOn(host, 'ls /etc/apt/sources.list.d /etc/apt/keyrings /usr/share/keyrings')

describe('package sources that only the laptop that is left has', () => {
  let before: string

  beforeAll(async () => {
    await useSource(hosts)
    before = await filesOn('xps')
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  it('are shown with whose key signs them, and what they would bring, without anything being added', async () => {
    const plan = await probe()
    const preview = step.preview(plan, pair)
    const asked = preview.questions.find(({ id }) => id === question)
    expect(asked).toMatchObject({ title: tools, form: 'tick', safeDefault: 'leave', required: false })
    const fingerprint = await shellOn(
      'p17',
      `gpg --show-keys --with-colons /usr/share/keyrings/vendor-tools.gpg | sed -n 's/^fpr:*\\([0-9A-F]*\\):/\\1/p' | head -1`,
    )
    expect(asked?.reason.replaceAll(' ', '')).toContain(fingerprint.trim())
    expect(asked?.reason).toContain('Vendor of tools <tools@example.invalid>')
    expect(asked?.reason).toContain('P17 has vendor-lib and vendor-tool from it')
    expect(asked?.choices[1]?.brings?.changes.map(({ name }) => name).sort()).toEqual(['vendor-lib', 'vendor-tool'])
    const left = preview.blocks.flatMap((block) =>
      block.kind === 'changes' && block.title === "Can't be installed" ? block.changes : [],
    )
    expect(left.find(({ name }) => name === 'vendor-tool')?.detail).toBe(
      `No package source offers it. Add ${tools} to install it.`,
    )
    expect(await filesOn('xps')).toBe(before)
    expect(step.changes?.(plan, await probe(), {})).toEqual([])
  })

  it('are not added without a word, and their packages are named as left', async () => {
    const plan = await probe()
    await run(plan)
    expect(await filesOn('xps')).toBe(before)
    expect(await stateOn('xps', 'vendor-tool')).toBe('')
    const { items } = await verify(plan)
    expect(items[0]?.left?.[0]?.names).toEqual(expect.arrayContaining(['vendor-lib', 'vendor-tool']))
    expect(items.find(({ title }) => title === 'Package sources')).toMatchObject({
      verdict: 'as-chosen',
      chosen: [tools],
      differences: [],
    })
  })

  it('are added with their key when agreed to, and their packages installed in the same switch', async () => {
    const plan = await probe()
    await run(plan, add)
    expect(await stateOn('xps', 'vendor-tool')).toBe('ii 1.0')
    expect(await shellOn('xps', 'apt-mark showauto vendor-lib vendor-tool practice-lib')).toBe(
      'practice-lib\nvendor-lib\n',
    )
    expect(
      await shellOn('xps', 'apt-get -qq -o APT::Update::Error-Mode=any update; apt-cache policy vendor-tool'),
    ).toContain(`${address}/tools stable/main`)
    expect(await shellOn('xps', `stat -c '%n %U %a' ${sourcesFile} /usr/share/keyrings/vendor-tools.gpg`)).toBe(
      `${sourcesFile} root 644\n/usr/share/keyrings/vendor-tools.gpg root 644\n`,
    )
    const { items } = await verify(plan, add)
    expect(items[0]).toMatchObject({ differences: [] })
    expect(items.find(({ title }) => title === 'Package sources')).toMatchObject({ verdict: 'same', differences: [] })
    const again = await probe()
    expect(again.sources).toEqual([])
    expect(await run(plan, add)).toMatchObject({ items: 0 })
  })

  it('are brought as a ".list" where they stand in one, and never in place of a file that is there', async () => {
    await shellOn(
      'xps',
      `${removed}; echo '# mine' > /etc/apt/sources.list.d/vendor.list; echo mine > /usr/share/keyrings/vendor-tools.gpg`,
    )
    await shellOn(
      'p17',
      `rm ${sourcesFile}; echo 'deb [arch=amd64 signed-by=/usr/share/keyrings/vendor-tools.gpg] ${address}/tools stable main' > /etc/apt/sources.list.d/vendor.list`,
    )
    const plan = await probe()
    await run(plan, add)
    expect(await stateOn('xps', 'vendor-tool')).toBe('ii 1.0')
    expect(await shellOn('xps', 'cat /etc/apt/sources.list.d/vendor-2.list')).toBe(
      `deb [arch=amd64 signed-by=/usr/share/keyrings/vendor-tools-2.gpg] ${address}/tools stable main\n`,
    )
    expect(await shellOn('xps', 'cat /etc/apt/sources.list.d/vendor.list /usr/share/keyrings/vendor-tools.gpg')).toBe(
      '# mine\nmine\n',
    )
    await shellOn('p17', `rm /etc/apt/sources.list.d/vendor.list; ${useTools}`)
    await shellOn('xps', `rm /etc/apt/sources.list.d/vendor*.list /usr/share/keyrings/vendor-tools*.gpg`)
  })

  it.each([
    {
      where: 'a file of its own',
      put: 'cp /usr/share/keyrings/vendor-tools.gpg /etc/apt/trusted.gpg.d/',
      name: 'vendor-tools',
    },
    { where: 'the old keyring', put: 'cat /usr/share/keyrings/vendor-*.gpg > /etc/apt/trusted.gpg', name: '[0-9a-f]*' },
  ])('that name no key are brought with the one of $where that signs them, for them alone', async ({ put, name }) => {
    await shellOn('xps', removed)
    await shellOn(
      'p17',
      `rm ${sourcesFile}; ${put}; echo 'deb ${address}/tools stable main' > /etc/apt/sources.list.d/vendor.list; apt-get -q update`,
    )
    const plan = await probe()
    expect(plan.sources[0]?.source.keys).toMatchObject([{ owner: 'Vendor of tools <tools@example.invalid>' }])
    await run(plan, add)
    expect(await stateOn('xps', 'vendor-tool')).toBe('ii 1.0')
    const signedBy = await shellOn('xps', 'grep -o "signed-by=[^]]*" /etc/apt/sources.list.d/vendor.list | cut -d= -f2')
    expect(signedBy).toMatch(new RegExp(`^/etc/apt/keyrings/${name}[.]gpg$`, 'm'))
    expect(await shellOn('xps', `gpg --show-keys --with-colons ${signedBy.trim()} | grep -c ^pub`)).toBe('1\n')
    expect((await verify(plan, add)).items.find(({ title }) => title === 'Package sources')?.verdict).toBe('same')
    await shellOn(
      'p17',
      `rm -f /etc/apt/sources.list.d/vendor.list /etc/apt/trusted.gpg /etc/apt/trusted.gpg.d/vendor*; ${useTools}; apt-get -q update`,
    )
    await shellOn('xps', 'rm /etc/apt/keyrings/*')
  })

  it('are taken back where apt cannot use them, and everything else is done', async () => {
    await shellOn('xps', `${removed}; ${apt} remove practice-notes || true`)
    const plan = await probe()
    expect(plan.sources.map(({ source, state }) => [source.id, state])).toEqual([[tools, 'ready']])
    await shellOn('xps', 'mv /srv/web/tools/dists/stable/InRelease /srv/web/kept')
    expect(await run(plan, add)).toMatchObject({ text: '1 package changed on XPS 13' })
    expect(await filesOn('xps')).toBe(before)
    expect([await stateOn('xps', 'vendor-tool'), await stateOn('xps', 'practice-notes')]).toEqual(['', 'ii 1.0'])
    const { items } = await verify(plan, add)
    expect(items[0]).toMatchObject({ differences: [] })
    expect(items.find(({ title }) => title === 'Package sources')).toMatchObject({
      verdict: 'left',
      left: [{ why: 'apt on XPS 13 could not use it', names: [tools] }],
    })
    await shellOn('xps', 'mv /srv/web/kept /srv/web/tools/dists/stable/InRelease')
  })

  it('are not offered with a key that is not theirs', async () => {
    const useElse = useTools.replace('vendor-tools.gpg', 'vendor-else.gpg')
    await shellOn('p17', useElse)
    const refused = await probe()
    expect([refused.sources, refused.sourcesTold.map(({ source, why }) => [source.id, why])]).toEqual([
      [],
      [[tools, 'refused']],
    ])
    expect(JSON.stringify(step.preview(refused, pair).blocks)).toContain('it is not signed with this key')
    await shellOn('p17', useTools)
  })

  it('without an answer, are told as out of reach, and everything else goes on', async () => {
    const reasonOf = (plan: PackagesPlan) =>
      step.preview(plan, pair).questions.find(({ id }) => id === question)?.reason
    await shellOn('xps', `${removed}; systemctl stop vendor-web; rm -rf /var/cache/pc-switcher/apt/with`)
    const unproven = await probe()
    expect(reasonOf(unproven)).toContain("XPS 13 can't reach it now. What it offers is known once it is added")
    expect(await run(unproven, add)).toMatchObject({ items: 0 })
    expect(await filesOn('xps')).toBe(before)

    const { items } = await verify(unproven, add)
    expect(items.find(({ title }) => title === 'Package sources')).toMatchObject({ verdict: 'left', differences: [] })
    await shellOn('xps', serve)
  })

  it('that both have with another key are told with both fingerprints, and keep their keys', async () => {
    const key = '/usr/share/keyrings/vendor-tools.gpg'
    const keyOn = (host: Host) => shellOn(host, `base64 -w 0 ${key}`)
    const own = await keyOn('p17')
    const elseKey = await shellOn('p17', 'base64 -w 0 /usr/share/keyrings/vendor-else.gpg')
    await shellOn('p17', useTools)
    await shellOn('xps', `base64 -d <<< '${elseKey}' > ${key}; chmod 644 ${key}; ${useTools}`)
    const plan = await probe()
    const preview = step.preview(plan, pair)
    expect(preview.questions.map(({ title }) => title)).not.toContain(tools)
    expect(JSON.stringify(preview.blocks)).toMatch(
      /P17: Vendor of tools .*, key .*[.] XPS 13: Somebody else .*, key .*signed-by/,
    )
    await run(plan)
    expect([await keyOn('p17'), await keyOn('xps')]).toEqual([own, elseKey])
    const { items } = await verify(plan)
    expect(items.find(({ verdict }) => verdict === 'not-compared')?.notCompared?.names).toContain(tools)
    await shellOn('xps', `rm ${sourcesFile} ${key}`)
  })

  it('are only told where they have a password, which is nowhere, or are trusted without a key', async () => {
    const secret = 'hunter2hunter2'
    await shellOn(
      'p17',
      `printf 'deb http://alice:${secret}@localhost:8099/private stable main\ndeb [trusted=yes] ${address}/any ./\n' > /etc/apt/sources.list.d/more.list`,
    )
    const plan = await probe()
    const told = step
      .preview(plan, pair)
      .blocks.flatMap((block) => (block.kind === 'changes' && block.title === 'Sources not added' ? block.changes : []))
    expect(told.map(({ name, detail }) => [name, detail])).toEqual([
      [`${address}/private stable`, 'Its address holds a password, which is never copied. Set it up on XPS 13 by hand'],
      [`${address}/any ./`, 'It is trusted without a valid signature'],
    ])
    expect(
      JSON.stringify([plan, step.preview(plan, pair), await run(plan, add), await verify(plan, add)]),
    ).not.toContain(secret)
    for (const host of hosts) {
      const found = await shellOn(host, `grep -rl ${secret} /etc /var /home/alice /run || true`)
      expect(found).toBe(host === 'p17' ? '/etc/apt/sources.list.d/more.list\n' : '')
    }
    const { items } = await verify(plan, add)
    expect(
      items.find(({ verdict, title }) => verdict === 'not-compared' && title === 'Package sources')?.notCompared,
    ).toMatchObject({
      names: [`${address}/private stable`, `${address}/any ./`],
    })
    await shellOn('p17', 'rm /etc/apt/sources.list.d/more.list')
  })

  it('that stand there twice with different keys are found before apt refuses to update', async () => {
    await shellOn(
      'xps',
      `echo 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] file:/srv/practice-repo ./' > /etc/apt/sources.list.d/twice.list`,
    )
    const { blockers } = step.preview(await probe(), pair)
    expect(blockers).toMatchObject([
      {
        title: "apt can't read the package sources of XPS 13",
        text: expect.stringContaining(
          '/etc/apt/sources.list.d/practice.sources and /etc/apt/sources.list.d/twice.list',
        ) as string,
      },
    ])
    await shellOn('xps', 'rm /etc/apt/sources.list.d/twice.list')
    expect(step.preview(await probe(), pair).blockers).toEqual([])
  })
})
