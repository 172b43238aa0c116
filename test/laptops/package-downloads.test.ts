/** Where the files of packages come from, when the target does not reach its package sources. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import type { Archive } from '../../src-main/domains/packages/model.ts'
import type { PackagesPlan } from '../../src-main/domains/packages/on-pair/packages-plan.ts'
import { createPackagesStep } from '../../src-main/domains/packages/on-pair/packages-step.ts'
import {
  applyPackages,
  capturePackages,
  downloadPackages,
  offerPackages,
  takePackages,
} from '../../src-main/domains/packages/verbs.ts'
import type { RunContext } from '../../src-main/switch/step.ts'
import { shellOn, startAgents, type AgentPair } from '../laptops-agents.ts'
import { answersToTakeAll } from '../laptops-equal.ts'
import { call, errorOf, pcSwitcher, plan, proofOf, switchTo, until } from '../laptops-product.ts'
import { runOutside } from '../run-outside.ts'

const step = createPackagesStep(() => Promise.resolve({ rules: [], hasAptRule: () => false }))
const told: string[] = []
const report: RunContext['report'] = ({ unit, current }) => void told.push(`${current ?? ''} in ${unit}`)
const context = { ...runOutside, report }
const hosts: readonly Host[] = ['p17', 'xps']
let pair: AgentPair

const probe = () => step.probe(pair, context)
const run = (plan: PackagesPlan) => step.run(pair, plan, {}, context)
const apt = 'DEBIAN_FRONTEND=noninteractive apt-get -q -y'

const lib = 'down-lib_1.0_all.deb'
const tool = 'down-tool_1%3a2.0~rc1_all.deb'
const sourceFile = '/etc/apt/sources.list.d/down.sources'

/** An archive with a key of its own; the address of a file there is not the name that apt gives it. */
const publish = `
  mkdir -p /srv/web/dists/stable/main/binary-amd64 /tmp/down/DEBIAN /tmp/down/usr/share/down; cd /srv/web
  for one in "down-tool 1:2.0~rc1 tool down-lib" "down-lib 1.0 lib init-system-helpers"; do set -- $one
    head -c 20000 /dev/urandom > /tmp/down/usr/share/down/$1
    printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: V <v@example.invalid>\\nDepends: %s\\nDescription: to download\\n' $1 $2 $4 > /tmp/down/DEBIAN/control
    dpkg-deb --root-owner-group -b /tmp/down $3.deb >&2; rm /tmp/down/usr/share/down/$1
    dpkg-deb -f $3.deb; printf 'Filename: %s\\nSize: %s\\nSHA256: %s\\n\\n' $3.deb $(stat -c %s $3.deb) $(sha256sum $3.deb | cut -c 1-64)
  done > dists/stable/main/binary-amd64/Packages
  cd dists/stable; file=main/binary-amd64/Packages
  printf 'Origin: Vendor\\nSuite: stable\\nCodename: stable\\nArchitectures: amd64\\nComponents: main\\nDate: %s\\nSHA256:\\n %s %s %s\\n' \\
    "$(date -uR | sed 's/+0000/UTC/')" $(sha256sum $file | cut -c 1-64) $(stat -c %s $file) $file > Release
  export GNUPGHOME=$(mktemp -d); gpg="gpg --batch --quiet --passphrase="
  $gpg --quick-generate-key 'Vendor <vendor@example.invalid>' ed25519 sign never
  $gpg --clearsign --output InRelease Release; $gpg --export > /srv/web/key.gpg; gpgconf --kill all; rm -rf "$GNUPGHOME"`
const useSource = `cp /srv/web/key.gpg /usr/share/keyrings/down.gpg
  printf 'Types: deb\\nURIs: http://localhost:8099/\\nSuites: stable\\nComponents: main\\nSigned-By: /usr/share/keyrings/down.gpg\\n' > ${sourceFile}`
/** What it was asked for is in /srv/asked. */
const serve = `systemctl -q is-active down-web || systemd-run --quiet --collect --unit=down-web /usr/lib/pc-switcher/node -e '
  const { appendFileSync, createReadStream, existsSync } = require("node:fs")
  require("node:http").createServer((request, response) => {
    appendFileSync("/srv/asked", request.url + "\\n")
    const file = "/srv/web" + request.url
    if (!existsSync(file)) return response.writeHead(404).end()
    createReadStream(file).pipe(response)
  }).listen(8099, "127.0.0.1")'
  until (: < /dev/tcp/127.0.0.1/8099) 2>/dev/null; do sleep 0.1; done; rm -f /srv/asked`
const stopServing = 'systemctl -q stop down-web || true'
/** In apt's own cache is what was signed. */
const fillCache = `apt-get clean; ${apt} --reinstall install down-tool down-lib`
/** As large as it was, with another byte in the middle. */
const tamper = (file: string) => `printf X | dd of='${file}' bs=1 seek=10000 conv=notrunc status=none`

const ours = '/var/cache/pc-switcher/apt/archives'
/** The priorities of what downloads. */
const fetchingOn = (host: Host) =>
  shellOn(host, `ps -eo ni=,args= | awk '/apt-get .*--download-only/ && !/awk/ { print $1 }'`)
const installedOn = (host: Host) =>
  shellOn(
    host,
    `dpkg-query -W -f '\${db:Status-Abbrev}\${Package} \${Version}\\n' 'practice-*' 'down-*' | grep -v ^rc | sort`,
  )
const expectNothingLeft = async () => {
  const folders = [ours, '/var/cache/pc-switcher/apt/fetched']
  const state = '/var/lib/pc-switcher/root/packages'
  for (const host of hosts)
    expect(
      await shellOn(host, `ls -d ${folders.join(' ')} ${state}/incoming ${state}/outgoing 2>/dev/null || true`),
    ).toBe('')
}

describe('packages that a switch installs', () => {
  beforeAll(async () => {
    await shellOn('p17', publish)
    const archive = await shellOn('p17', 'tar -C /srv -cz web | base64')
    await shellOn('xps', `base64 -d > /tmp/web.tgz <<'END'\n${archive}END\ntar -C /srv -xzf /tmp/web.tgz`)
    for (const host of hosts) await shellOn(host, `${useSource}; ${serve}; apt-get -q update`)
    await shellOn('p17', fillCache)
    pair = await startAgents()
  })
  afterAll(() => pair.close())

  beforeEach(async () => {
    told.splice(0)
    await shellOn('p17', `${serve}; ${fillCache}; ${stopServing}`)
    await shellOn('xps', `${stopServing}; ${apt} remove 'down-*' 'practice-notes'; apt-get clean; rm -rf ${ours}`)
  })

  it('are downloaded before any of them is installed, from the sources of the laptop that is taken', async () => {
    await shellOn('xps', serve)
    await run(await probe())
    expect(await installedOn('xps')).toContain('ii down-lib 1.0\nii down-tool 1:2.0~rc1\n')
    expect(await shellOn('xps', "grep '[.]deb' /srv/asked | sort")).toBe('/lib.deb\n/tool.deb\n')
    const steps = [...new Set(told)].filter((one) => !one.startsWith('Updating'))
    expect(steps[0]).toBe('Downloading packages in bytes')
    expect(steps.slice(1).every((one) => one.endsWith('in steps'))).toBe(true)
    expect(await shellOn('xps', 'ls /var/cache/apt/archives/*.deb 2>/dev/null || true')).toBe('')
    await expectNothingLeft()
  })

  it('are taken where apt has them already', async () => {
    await shellOn('xps', `${serve}; ${apt} --download-only install down-tool; ${stopServing}`)
    await shellOn('p17', 'apt-get clean')
    await run(await probe())
    expect(await installedOn('xps')).toContain('ii down-tool 1:2.0~rc1\n')
    await expectNothingLeft()
  })

  it('come from what apt keeps on the laptop that is left, without a network on either', async () => {
    const plan = await probe()
    await run(plan)
    expect(await installedOn('xps')).toContain('ii down-lib 1.0\nii down-tool 1:2.0~rc1\n')
    expect(told).toContain('Copying packages from P17 in bytes')
    expect((await step.verify(pair, plan, {}, context)).items[0]?.differences).toEqual([])
    await expectNothingLeft()
  })

  it('are fetched by the laptop that is left where it keeps none, or another file under that name, and not as root', async () => {
    await shellOn('p17', `rm /var/cache/apt/archives/${lib}; ${tamper(`/var/cache/apt/archives/${tool}`)}; ${serve}`)
    const plan = await probe()
    // Where its user cannot write, apt fetches as root. The folder is there for a moment: no process is started for each look.
    const owner = shellOn(
      'p17',
      `perl -e 'alarm 120; sub owner { getpwuid((stat "/var/cache/pc-switcher/apt/fetched")[4] // 0) // "" }
        select undef, undef, undef, 0.001 until owner() eq "_apt"; print "_apt\\n"'`,
    )
    await run(plan)
    expect(await owner).toBe('_apt\n')
    expect(await installedOn('xps')).toContain('ii down-lib 1.0\nii down-tool 1:2.0~rc1\n')
    expect(await shellOn('p17', "grep '[.]deb' /srv/asked | sort")).toBe('/lib.deb\n/tool.deb\n')
    await expectNothingLeft()
  })

  it('are not installed when the only file that there is has the right size and other contents', async () => {
    await shellOn('p17', tamper(`/var/cache/apt/archives/${lib}`))
    const before = await installedOn('xps')
    const plan = await probe()
    expect(plan.actions.length).toBeGreaterThan(2)
    await expect(run(plan)).rejects.toMatchObject({
      code: 'packages-failed',
      message: "XPS 13 can't download one package, and P17 can't send it: down-lib. No package was changed.",
      details: expect.stringContaining(lib) as string,
    })
    expect(await installedOn('xps')).toBe(before)
  })

  it('are refused, with their names, when the other laptop sends something else', async () => {
    const { order, missing } = await orderOf(await probe())
    expect(names(missing)).toEqual(['down-lib', 'down-tool'])
    // What its agent would not do.
    await pair.from.call(offerPackages, { archives: [...missing] })
    const sent = await shellOn('p17', `base64 /var/lib/pc-switcher/root/packages/outgoing/${lib}`)
    const incoming = '/var/lib/pc-switcher/root/packages/incoming'
    await shellOn('xps', `base64 -d > ${incoming}/${lib} <<'END'\n${sent}END\n${tamper(`${incoming}/${lib}`)}`)
    const taken = await pair.to.call(takePackages, order)
    expect([names(taken.missing), names(taken.refused)]).toEqual([['down-lib', 'down-tool'], ['down-lib']])
    expect(await shellOn('xps', `ls ${ours} ${incoming} | grep deb || true`)).not.toContain('down-')
    await shellOn('xps', `base64 -d > ${incoming}/${lib} <<'END'\n${sent}END`)
    expect(names((await pair.to.call(takePackages, order)).missing)).toEqual(['down-tool'])
    expect(await shellOn('xps', `stat -c '%U %a' ${ours} ${ours}/${lib}`)).toBe('root 755\nroot 644\n')
    await pair.from.call(offerPackages, { archives: [] })
  })

  it('are proven once more before apt gets them, and nothing is installed without all of them', async () => {
    await shellOn('xps', serve)
    const before = await installedOn('xps')
    const { order, missing } = await orderOf(await probe())
    expect(missing).toEqual([])
    await shellOn('xps', tamper(`${ours}/${tool}`))
    const apply = { ...order, marks: [], masksBefore: [] }
    await expect(pair.to.call(applyPackages, apply)).rejects.toMatchObject({
      code: 'packages-failed',
      message: 'The downloaded files of down-tool are gone, or damaged. Nothing was installed.',
    })
    expect(await installedOn('xps')).toBe(before)
  })

  it('go on with what is there after an interruption: what is whole stays, what is not comes anew', async () => {
    await shellOn('xps', `${serve}; mv /srv/web/tool.deb /srv/web/kept`)
    await shellOn('p17', 'apt-get clean')
    const plan = await probe()
    await expect(run(plan)).rejects.toMatchObject({ message: expect.stringContaining('down-tool') as string })
    await shellOn('xps', `mv /srv/web/kept /srv/web/tool.deb; rm /srv/asked; head -c 5 /dev/zero > ${ours}/${tool}`)
    await run(plan)
    expect(await installedOn('xps')).toContain('ii down-lib 1.0\nii down-tool 1:2.0~rc1\n')
    expect(await shellOn('xps', "grep '[.]deb' /srv/asked")).toBe('/tool.deb\n')
    await expectNothingLeft()
  })

  it('are not installed where the disk has no room for their files, and that is what is said', async () => {
    await shellOn('xps', `${serve}; mkdir -p ${ours}; mount -t tmpfs -o size=64k tmpfs ${ours}`)
    const before = await installedOn('xps')
    const plan = await probe()
    await expect(run(plan)).rejects.toMatchObject({
      code: 'disk-full',
      message: 'The disk is too full to install the packages.',
    })
    expect(await installedOn('xps')).toBe(before)
    await shellOn('xps', `umount ${ours}`)
    await run(plan)
    expect(await installedOn('xps')).toContain('ii down-tool 1:2.0~rc1\n')
  })

  it('keep a switch from starting where it is known before that they have no room', async () => {
    await shellOn('xps', `${serve}; mkdir -p ${ours}; mount -t tmpfs -o size=32k tmpfs ${ours}`)
    const { previews } = (await plan('p17', 'xps')).plan
    expect(Object.values(previews).flatMap(({ blockers }) => blockers)).toEqual([
      {
        title: 'XPS 13 has too little free space',
        text: expect.stringMatching(/^Needs [\d.]+ kB for packages, but only [\d.]+ kB are free[.]/) as string,
      },
    ])
    expect(errorOf(await switchTo('p17', 'xps')).code).toBe('blocked')
    await shellOn('xps', `umount ${ours}`)
    await call('p17', calls.switchDismiss, {})
    // On one disk it is one need, and that of /home is on the same.
    const [needed, ...others] = (await probe()).rooms
    expect(others).toEqual([])
    expect(needed?.fileSystem).toBe(previews[stepIds.home]?.rooms?.[0]?.fileSystem)
  })

  it('do not lie about for ever when nobody resumes the switch', async () => {
    const lists = '/var/cache/pc-switcher/apt/architectures'
    const putOld = (days: number) =>
      `mkdir -p ${ours} ${lists}/i386; touch ${ours}/${lib}; touch -d '${days} days ago' ${ours} ${lists}`
    for (const [days, left] of [
      [6, `${lists}:\ni386\n\n${ours}:\n${lib}`],
      [8, ''],
    ] as const) {
      await shellOn('xps', putOld(days))
      pair.close()
      pair = await startAgents()
      await pair.to.call(capturePackages, {})
      expect((await shellOn('xps', `ls ${lists} ${ours} 2>/dev/null || true`)).trim()).toBe(left)
    }
  })

  it('are downloaded while their plan is answered, at the lowest priority, and not again by the switch', async () => {
    await shellOn('xps', serve)
    const lists = "find /var/lib/apt/lists /var/lib/dpkg/arch -type f -printf '%p %T@\\n' 2>/dev/null | sort"
    const [before, listed] = [await installedOn('xps'), await shellOn('xps', lists)]
    const [needed] = (await probe()).rooms
    await plan('p17', 'xps')
    await until('the files are there', async () => (await shellOn('xps', `ls ${ours}`)).includes(tool))
    await until('nothing is fetched any more', async () => (await fetchingOn('xps')) === '')
    expect(await shellOn('xps', `ls ${ours} | grep ^down`)).toBe(`${lib}\n${tool}\n`)
    expect([await installedOn('xps'), await shellOn('xps', lists)]).toEqual([before, listed])
    // What is there needs no room any more.
    const [left] = (await probe()).rooms
    expect((needed?.bytes ?? 0) - (left?.bytes ?? 0)).toBeGreaterThan(40_000)
    await shellOn('xps', `rm /srv/asked; ${stopServing}`)
    await shellOn('p17', 'apt-get clean')
    await run(await probe())
    expect(await installedOn('xps')).toContain('ii down-lib 1.0\nii down-tool 1:2.0~rc1\n')
    await expectNothingLeft()
    await call('p17', calls.switchDismiss, {})
  })

  it('are downloaded beforehand no longer than the plan is shown, and nothing is lost where none can be got', async () => {
    // Whoever asks for it waits for ever.
    await shellOn('xps', `${serve}; mv /srv/web/tool.deb /srv/web/kept; mkfifo /srv/web/tool.deb`)
    await plan('p17', 'xps')
    await until('it is asked for', async () => (await fetchingOn('xps')) !== '')
    expect(new Set((await fetchingOn('xps')).trim().split('\n'))).toEqual(new Set(['19']))
    await call('p17', calls.switchDismiss, {})
    await until('nothing is fetched any more', async () => (await fetchingOn('xps')) === '', 15_000)
    await shellOn('xps', `rm /srv/web/tool.deb; mv /srv/web/kept /srv/web/tool.deb; ${stopServing}`)
    const made = await probe()
    await step.beforehand?.(made)?.(pair, context.signal)
    await shellOn('xps', serve)
    await run(made)
    expect(await installedOn('xps')).toContain('ii down-lib 1.0\nii down-tool 1:2.0~rc1\n')
    await expectNothingLeft()
  })

  it('stop the whole switch with their names where neither laptop can get them, and Resume ends it once one can', async () => {
    await shellOn('p17', 'apt-get clean')
    const before = await installedOn('xps')
    const error = errorOf(await switchTo('p17', 'xps', await answersToTakeAll('p17', 'xps')))
    expect(error.message).toBe(
      "XPS 13 can't download 2 packages, and P17 can't send them: down-lib and down-tool. No package was changed.",
    )
    expect(error.hint).toBe('Connect XPS 13 or P17 to the internet, then resume.')
    expect(await installedOn('xps')).toBe(before)
    await shellOn('p17', serve)
    expect(proofOf(await pcSwitcher('p17', ['resume', '--yes'])).verified).toBe(true)
    expect(await installedOn('xps')).toBe(await installedOn('p17'))
    await expectNothingLeft()
  })
})

function names(archives: readonly Archive[]): readonly string[] {
  return archives.map(({ name }) => name).sort()
}

/** As the step orders it, and what cannot be downloaded then. */
async function orderOf({ install, actions }: PackagesPlan) {
  const order = {
    install: install.map(({ name, arch, version }) => ({ name, arch, version })),
    remove: [],
    agreed: actions,
  }
  const { missing } = await pair.to.call(downloadPackages, order)
  return { order, missing }
}
