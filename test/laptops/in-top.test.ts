/** p17 has neither a subvolume for its system nor one for /home: everything is in the top level of its disk. */
import { beforeAll, describe, expect, it } from 'vitest'
import { calls } from '../../src-main/contract/calls.ts'
import { hosts } from '../../practice/layout.ts'
import { deskUnit } from '../../practice/furnish-system.ts'
import { restart } from '../../practice/pair.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { installOnP17, pairWith, password, purge, systemOf } from '../laptops-pairing.ts'
import { call, errorOf, pcSwitcher, plan, proofOf, switchTo, until, requireDone } from '../laptops-product.ts'

/** p17 has what is built upon its own release; xps is offered the same, older or newer, and decides by its own. */
const make = (name: string, version: string, depends: string) => `
  mkdir -p /srv/two /tmp/two/DEBIAN
  printf 'Package: ${name}\\nVersion: ${version}\\nArchitecture: all\\nMaintainer: M <m@example.invalid>\\nDepends: ${depends}\\nDescription: of two releases\\n' > /tmp/two/DEBIAN/control
  dpkg-deb --root-owner-group -b /tmp/two /srv/two/${name}_${version}_all.deb >&2`
const twoReleases = {
  install: `${make('two-newer', '2.0', 'libc6 (>= 2.40)')}
    ${make('two-needs', '1.0', 'libc6 (>= 2.40)')}
    ${make('two-fits', '1.0', 'libc6')}
    dpkg -i /srv/two/*.deb`,
  offer: `${make('two-newer', '1.0', 'libc6')}
    ${make('two-needs', '1.0', 'libc6 (>= 2.40)')}
    ${make('two-fits', '1.1', 'libc6')}
    cd /srv/two; for deb in *.deb; do dpkg-deb -f $deb
      printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' $deb $(stat -c %s $deb) $(sha256sum $deb | cut -c 1-64); done > Packages
    echo 'deb [trusted=yes] file:/srv/two ./' > /etc/apt/sources.list.d/two.list; apt-get -q update`,
} as const

const homeOf = 'stat -c %i /home; findmnt -no FSROOT --target /home'
let begun: Awaited<ReturnType<typeof systemOf>> | undefined

describe('a laptop without subvolumes', () => {
  beforeAll(async () => {
    for (const host of hosts) await shellOn(host, `echo alice:${password} | chpasswd`)
    begun = await systemOf('p17')
    await installOnP17()
  })

  it('names the subvolume that stands in the way of /home, before anything is made', async () => {
    expect(await shellOn('p17', `findmnt -no FSROOT /; ${homeOf}`)).toMatch(/^\/\n(?!256\n)\d+\n\/\n$/)
    const told = errorOf(await pairWith('--yes'))
    expect(told).toMatchObject({ code: 'blocked' })
    expect(told.message).toContain('There are subvolumes inside of /home: /home/alice/scratch.')
    expect(await shellOn('p17', 'ls /etc/sudoers.d/zz-pc-switcher-person 2>&1 || true')).toContain('No such file')
    await shellOn('p17', 'btrfs -q subvolume delete /home/alice/scratch')
  })

  it('is paired, and has a subvolume for /home after its next start, every file as it was', async () => {
    const told = await pairWith('--yes')
    requireDone(told)
    expect(errorOf(await switchTo('p17', 'xps')).code).toBe('blocked')
    const list = `cd /home; find . -xdev -mindepth 1 -name .cache -prune -o -printf '%p %y %m %u %s %T@\\n' | sort | sha256sum`
    const before = await shellOn('p17', list)
    await restart('p17', testPair)
    expect(await shellOn('p17', homeOf)).toBe('256\n/@home\n')
    expect(await shellOn('p17', list)).toBe(before)
    await until('its app runs', async () => (await pcSwitcher('p17', ['status'])).exitCode === 0)
    expect(JSON.stringify((await pcSwitcher('p17', ['doctor'])).messages)).not.toMatch(/"failed"|"warning"/)
  })

  it('switches there and back, verified', async () => {
    await shellOn('p17', 'runuser -u alice -- sh -c "echo from-p17 >/home/alice/round"')
    expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
    await shellOn('xps', `systemctl start ${deskUnit}; runuser -u alice -- sh -c "echo from-xps >>/home/alice/round"`)
    await until('its app runs', async () => (await pcSwitcher('xps', ['status'])).exitCode === 0)
    expect(proofOf(await switchTo('xps', 'p17')).verified).toBe(true)
    expect(await shellOn('p17', 'cat /home/alice/round')).toBe('from-p17\nfrom-xps\n')
  })

  it('gets only what its own release can install from the other one, which has another, and says so', async () => {
    await shellOn('p17', twoReleases.install)
    await shellOn('xps', twoReleases.offer)
    const blocks = Object.values((await plan('p17', 'xps')).plan.previews).flatMap((preview) => preview.blocks)
    expect(JSON.stringify(blocks)).toMatch(
      /"The laptops have different releases","text":"P17 has Debian GNU\/Linux 13 \(trixie\), XPS 13 has Debian GNU\/Linux 12 \(bookworm\)/,
    )
    const detailsIn = (title: string) =>
      blocks.flatMap((block) => (block.kind === 'changes' && block.title === title ? block.changes : []))
    const left = new Map(detailsIn("Can't be installed").map(({ name, detail }) => [name, detail]))
    expect(left.get('two-newer')).toMatch(/^The package sources offer only 1\.0, not 2\.0/)
    expect(left.get('two-needs')).toBe("Needs libc6, which can't be installed with it")
    expect(detailsIn('Install').map(({ name, detail }) => [name, detail])).toContainEqual(['two-fits', '1.1'])
    const proof = proofOf(await switchTo('p17', 'xps'))
    expect(proof.verified).toBe(true)
    expect(JSON.stringify(proof)).toContain('not installable on XPS 13')
    expect(await shellOn('xps', `dpkg-query -W -f '\${Package} \${Version}\\n' 'two-*' 2>/dev/null`)).toBe(
      'two-fits 1.1\n',
    )
    expect(await shellOn('xps', "dpkg-query -W -f '${Version}' libc6")).toMatch(/^2\.36/)
  })

  it('can have its /home rolled back, and says that its system can not be', async () => {
    const { taken } = await call('p17', calls.snapshotsCreate, { on: ['p17'], note: '' })
    const [id = ''] = taken.map((one) => one.id)
    await shellOn('p17', 'runuser -u alice -- sh -c "echo later >/home/alice/round"')
    const asked = { laptop: 'p17', id, subvolumes: ['system', 'home'] }
    const { planId, subvolumes } = await call('p17', calls.rollbackPlan, asked)
    expect(subvolumes.map(({ subvolume, when }) => [subvolume, when])).toMatchObject([
      ['system', { kind: 'refused', why: "/ is the top level of the disk and can't be replaced." }],
      ['home', { kind: 'next-start' }],
    ])
    await call('p17', calls.rollbackRun, { planId, subvolumes: ['home'], when: 'next-start' })
    await restart('p17', testPair)
    const round = 'cat /home/alice/round'
    await until('it is rolled back', async () => (await shellOn('p17', round)) === 'from-p17\nfrom-xps\n')
  })

  it('is as before when it is unpaired and the package is purged, but for what became of /home', async () => {
    await until('its app runs', async () => (await pcSwitcher('p17', ['status'])).exitCode === 0)
    const told = await pcSwitcher('p17', ['unpair', '--yes', '--password-stdin'], `${password}\n`)
    requireDone(told)
    await purge('p17')
    expect((await systemOf('p17')).mounts).toEqual(begun?.mounts)
    expect(await shellOn('p17', homeOf)).toBe('256\n/@home\n')
    expect(await shellOn('p17', 'ls -d /@pc-switcher 2>&1 || true')).toContain('No such file')
  })
})
