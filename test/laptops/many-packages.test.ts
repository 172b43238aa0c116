/** A laptop that was lived on: all kinds of packages and services at once, compared by the tools' own lists. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import type { PackagesPlan } from '../../src-main/domains/packages/on-pair/packages-plan.ts'
import { createAlternativesStep } from '../../src-main/domains/packages/alternatives/on-pair/alternatives-step.ts'
import { diversionsTold, programsTold } from '../../src-main/domains/packages/told/on-pair/told.ts'
import { createToldStep } from '../../src-main/domains/packages/told/on-pair/told-step.ts'
import { createPackagesStep, packagesDeclaration } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import type { Host } from '../../practice/layout.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { runOutside } from '../run-outside.ts'
import { lists, liveOn } from '../laptops-lived-on.ts'

const step = createPackagesStep(() => Promise.resolve({ rules: [], hasAptRule: () => false }))
const hosts: readonly Host[] = ['p17', 'xps']
let pair: AgentPair

const probe = () => step.probe(pair, runOutside)
describe('a laptop with forty packages more, and all else that differs', () => {
  let plan: PackagesPlan
  let answers: Answers

  beforeAll(async () => {
    await liveOn(hosts)
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  it('is planned as a whole: what apt would do, and what there is to decide', async () => {
    plan = await probe()
    const preview = step.preview(plan, pair)
    const isOurs = (name: string) => /^(added|foreign|asker|held|many)/.test(name)
    expect(plan.actions.filter(({ name, act }) => act === 'install' && isOurs(name))).toHaveLength(43)
    expect(plan.rejected.filter(({ name }) => isOurs(name))).toEqual([])
    expect(plan.architectures).toEqual(['i386'])
    expect(preview.blocks.flatMap((block) => (block.kind === 'notice' ? [block.title] : []))).toContain(
      'XPS 13 also takes packages for i386',
    )
    expect(await shellOn('xps', 'dpkg --print-foreign-architectures')).toBe('')
    const ids = preview.questions.map(({ id }) => id)
    expect(ids.filter((id) => id.startsWith('apt-remove:removed-'))).toHaveLength(10)
    const follow = ids.filter((id) => id.startsWith('unit:') && id.includes('many-'))
    expect(follow).toHaveLength(13)
    answers = {
      ...Object.fromEntries(ids.filter((id) => id.startsWith('apt-remove:removed-')).map((id) => [id, 'remove'])),
      ...Object.fromEntries(follow.map((id) => [id, 'follow'])),
    }
  })

  it('becomes the same on the other one, by what dpkg, apt and systemd list', async () => {
    await step.run(pair, plan, answers, runOutside)
    const [here, there] = [await lists('p17'), await lists('xps')]
    expect(there).toEqual(here)
    expect(here).toContain('foreign-tool:i386 ii  1.0')
    expect(here.at(-1)).toBe('Ada of Köln green')
    // Installed, marked as installed by hand, and held.
    expect(here.filter((line) => line.startsWith('held-'))).toHaveLength(15)
  })

  it('has nothing of its hardware there, and no password that was typed', async () => {
    expect(await shellOn('xps', `dpkg -l | grep -E 'vendor-firmware|practice-(microcode|dkms)|acme-' || true`)).toBe('')
    expect(await shellOn('p17', 'grep -c planted-debconf /var/cache/debconf/passwords.dat')).toBe('1\n')
    expect(
      await shellOn('xps', 'grep -rlE planted-debconf /var/cache/debconf /var/lib/pc-switcher /var/log || true'),
    ).toBe('')
  })

  it('is proven, and there is nothing to do the next time', async () => {
    const { items } = await step.verify(pair, plan, answers, runOutside)
    expect(items.filter(({ verdict }) => verdict === 'differs')).toEqual([])
    const again = await probe()
    const isOurs = ({ name }: { readonly name: string }) => /^(added|foreign|asker|held|removed)/.test(name)
    expect(
      [again.actions, again.removals.map(({ asked }) => asked), again.rejected, again.marks].flat().filter(isOurs),
    ).toEqual([])
    expect([again.architectures, again.units.filter(({ unit }) => unit.startsWith('many-'))]).toEqual([[], []])
    expect(await shellOn('xps', 'ls /var/cache/pc-switcher/apt')).not.toContain('architectures')
  })
})

describe('default programs that were set by hand', () => {
  const part = createAlternativesStep(packagesDeclaration, () => Promise.resolve([]))
  const offer = (name: string, ...paths: readonly string[]) =>
    paths.map((path, index) => `update-alternatives --quiet --install /usr/bin/${name} ${name} ${path} ${index + 1}`)
  const set = (name: string, path: string) => `update-alternatives --quiet --set ${name} ${path}`
  const chosen = async (host: Host) =>
    (await shellOn(host, 'update-alternatives --get-selections | sed -n "s/^many-//p"'))
      .replaceAll(/ +/g, ' ')
      .trim()
      .split('\n')
  const bring = async (answered: Answers = {}) => {
    const agreed = await part.probe(pair, runOutside)
    const outcome = await part.run(pair, agreed, answered, runOutside)
    const { items } = await part.verify(pair, agreed, answered, runOutside)
    const said = items.map(({ verdict, chosen: kept, differences, left }) => ({ verdict, kept, differences, left }))
    return { agreed, outcome, items: said }
  }

  beforeAll(async () => {
    pair = await startAgents()
    const both = [
      ...offer('many-editor', '/bin/true', '/bin/false'),
      ...offer('many-nvidia', '/bin/true', '/bin/false'),
    ]
    await shellOn(
      'p17',
      [
        ...[...both, ...offer('many-viewer', '/bin/cat', '/bin/ls'), set('many-viewer', '/bin/cat')],
        ...[set('many-editor', '/bin/true'), set('many-nvidia', '/bin/true')],
      ].join('\n'),
    )
    await shellOn('xps', [...both, ...offer('many-viewer', '/bin/ls', '/bin/tac')].join('\n'))
  })
  afterAll(async () => {
    for (const host of hosts)
      await shellOn(
        host,
        'for one in editor viewer nvidia; do update-alternatives --quiet --remove-all many-$one; done',
      )
    pair.close()
  })

  it('are set on the other one where they are installed, but for those of a graphics card', async () => {
    const { agreed, outcome, items } = await bring()
    expect(part.preview(agreed, pair).blocks).toMatchObject([{ title: 'Default programs', count: 2 }])
    expect(outcome).toMatchObject({ text: '1 default program set on XPS 13', items: 1 })
    expect(await chosen('xps')).toEqual(['editor manual /bin/true', 'nvidia auto /bin/false', 'viewer auto /bin/tac'])
    expect(items).toEqual([
      {
        ...{ verdict: 'left', kept: [], differences: [] },
        left: [{ why: 'not installed on XPS 13', count: 1, names: ['many-viewer'] }],
      },
    ])
  })

  it('stay where they were set by hand on the other one, unless the person agrees', async () => {
    await shellOn('p17', `${set('many-editor', '/bin/false')}; update-alternatives --quiet --auto many-viewer`)
    await shellOn('xps', set('many-viewer', '/bin/ls'))
    const { agreed, items } = await bring()
    expect(agreed).toMatchObject({
      follow: [],
      asked: [
        { name: 'many-editor', path: '/bin/false', there: '/bin/true' },
        { name: 'many-viewer', there: '/bin/ls' },
      ],
    })
    const asBefore = ['editor manual /bin/true', 'nvidia auto /bin/false', 'viewer manual /bin/ls']
    expect(await chosen('xps')).toEqual(asBefore)
    expect(items).toEqual([{ verdict: 'as-chosen', kept: ['many-editor', 'many-viewer'], differences: [] }])
  })

  it('follow the laptop that is left where the person agrees, also in choosing by what is installed', async () => {
    const follow = { 'alternative:many-editor': 'follow', 'alternative:many-viewer': 'follow' }
    const { outcome, items } = await bring(follow)
    expect(outcome.items).toBe(2)
    expect(await chosen('xps')).toEqual(['editor manual /bin/false', 'nvidia auto /bin/false', 'viewer auto /bin/tac'])
    expect(items).toEqual([{ verdict: 'same', kept: [], differences: [] }])
    expect(await part.probe(pair, runOutside)).toEqual({ follow: [], reset: [], asked: [], kept: [] })
  })
})

describe('programs that no package manager knows', () => {
  const part = createToldStep(packagesDeclaration, programsTold)
  const made = [
    '/opt/by-hand',
    '/usr/local/bin/a script',
    '/usr/local/lib/node_modules/@scope/tool',
    '/usr/local/lib/node_modules/tool',
    '/usr/local/lib/python3.13/dist-packages/tool-1.0.dist-info',
  ]

  beforeAll(async () => {
    pair = await startAgents()
    await shellOn(
      'p17',
      `${made.map((place) => `mkdir -p '${place}'`).join('\n')}
      ln -s ../lib/node_modules/tool/cli.js /usr/local/bin/tool; mkdir -p /usr/local/lib/python3.13/dist-packages/tool /opt/.cache
      mkdir -p /opt/pipx/venvs/black; ln -s /opt/pipx/venvs/black/bin/black /usr/local/bin/black
      mkdir -p /home/alice/.cargo/bin /home/alice/Applications /home/alice/.local/lib
      touch /home/alice/.cargo/bin/rg /home/alice/Applications/Draw.AppImage; ln -s /opt/by-hand /home/alice/.npm-global
      mkdir -p /tmp/owned/DEBIAN /tmp/owned/opt/owned; touch /tmp/owned/opt/owned/program
      printf 'Package: owned\\nVersion: 1\\nArchitecture: all\\nMaintainer: M <m@example.invalid>\\nDescription: in opt\\n' > /tmp/owned/DEBIAN/control
      dpkg-deb --root-owner-group -b /tmp/owned /tmp/owned.deb; dpkg -i /tmp/owned.deb`,
    )
    await shellOn('xps', 'mkdir -p /opt/by-hand /opt/there')
  })
  afterAll(async () => {
    await shellOn(
      'p17',
      `dpkg --purge owned; rm -rf /opt/* /opt/.cache /usr/local/bin/* /usr/local/lib/node_modules /usr/local/lib/python3.13
      rm -rf /home/alice/.cargo /home/alice/Applications /home/alice/.npm-global`,
    )
    await shellOn('xps', 'rm -rf /opt/*')
    pair.close()
  })

  it('are told before and afterwards, with the laptop that has them, and nothing is changed', async () => {
    const agreed = await part.probe(pair, runOutside)
    const places = agreed.onlyHere.map(({ by, place }) => `${by} ${place}`)
    expect(places).toEqual([
      'file /usr/local/bin/a script',
      'npm /usr/local/lib/node_modules/tool',
      'pipx /opt/pipx/venvs/black',
      'npm /usr/local/lib/node_modules/@scope/tool',
      'pip /usr/local/lib/python3.13/dist-packages/tool',
    ])
    expect(part.preview(agreed, pair).blocks).toMatchObject([{ summary: '5 programs stay on P17 only' }])
    const { items } = await part.verify(pair, agreed, {}, runOutside)
    expect(items).toMatchObject([
      {
        verdict: 'not-compared',
        notCompared: { count: 6, names: [...agreed.onlyHere.map(({ place }) => place), '/opt/there'] },
      },
    ])
    expect(await shellOn('xps', 'ls /opt /usr/local/bin')).toBe('/opt:\nby-hand\nthere\n\n/usr/local/bin:\n')
  })
})

describe('scripts of /etc/init.d that no unit stands for', () => {
  const write = (...names: readonly string[]): string =>
    names
      .map(
        (name) => `cat > /etc/init.d/${name} <<'SCRIPT'
#!/bin/sh
### BEGIN INIT INFO
# Provides: ${name}
# Required-Start: $remote_fs
# Required-Stop: $remote_fs
# Default-Start: 2 3 4 5
# Default-Stop: 0 1 6
# Short-Description: ${name}
### END INIT INFO
exit 0
SCRIPT
chmod 755 /etc/init.d/${name}`,
      )
      .join('\n')
  const names = ['script-on', 'script-off', 'script-alone']
  const linksOn = async (host: Host) =>
    (await shellOn(host, 'cd /etc/rc5.d; ls | grep script- || true')).trim().split('\n')

  beforeAll(async () => {
    pair = await startAgents()
    await shellOn('p17', `${write(...names)}\nupdate-rc.d script-on defaults\nupdate-rc.d script-alone defaults`)
    await shellOn('xps', `${write('script-on', 'script-off')}\nupdate-rc.d script-off defaults`)
    for (const host of hosts) await shellOn(host, 'systemctl daemon-reload')
  })
  afterAll(async () => {
    for (const host of hosts)
      await shellOn(
        host,
        names.map((name) => `rm -f /etc/init.d/${name}; update-rc.d ${name} remove`).join('\n') +
          '\nsystemctl daemon-reload',
      )
    pair.close()
  })

  it('start as on the laptop that is left, and stop only where the person agrees', async () => {
    const plan = await probe()
    expect(plan.units.filter(({ unit }) => unit.startsWith('script-'))).toEqual([
      { unit: 'script-off.service', change: 'disable' },
      { unit: 'script-on.service', change: 'enable' },
    ])
    const asked = step.preview(plan, pair).questions.map(({ id }) => id)
    expect(asked.filter((id) => id.includes('script-')).sort()).toEqual([
      'unit:script-off.service',
      'unit:script-on.service',
    ])
    await step.run(pair, plan, {}, runOutside)
    expect(await linksOn('xps')).toEqual(['S01script-off', 'S01script-on'])
    await step.run(pair, plan, { 'unit:script-off.service': 'follow' }, runOutside)
    expect(await linksOn('xps')).toEqual(['K01script-off', 'S01script-on'])
    const { items } = await step.verify(pair, plan, { 'unit:script-off.service': 'follow' }, runOutside)
    expect(items.find(({ title }) => title === 'Services')).toMatchObject({ differences: [] })
    // What is not there on the other one is told: its script comes with /etc.
    expect(JSON.stringify(items.flatMap(({ notCompared }) => notCompared?.names ?? []))).toContain(
      'script-alone.service',
    )
  })
})

describe('files of packages that somebody diverted', () => {
  const part = createToldStep(packagesDeclaration, diversionsTold)
  const divert = (what: string) => `dpkg-divert --quiet --local --no-rename ${what} /usr/share/many-diverted`

  beforeAll(async () => {
    pair = await startAgents()
    await shellOn('p17', divert('--add'))
  })
  afterAll(async () => {
    await shellOn('p17', divert('--remove'))
    pair.close()
  })

  it('are told, and left as they are', async () => {
    const agreed = await part.probe(pair, runOutside)
    expect(agreed.onlyHere).toEqual([{ path: '/usr/share/many-diverted', to: '/usr/share/many-diverted.distrib' }])
    const { items } = await part.verify(pair, agreed, {}, runOutside)
    expect(items).toMatchObject([{ verdict: 'not-compared', notCompared: { count: 1 } }])
    expect(await shellOn('xps', 'dpkg-divert --list | grep many- || true')).toBe('')
  })
})
