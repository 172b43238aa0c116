/**
 * Settings that set, on two laptops, and suspending the source. A practice laptop cannot sleep without the machine it runs on, so a
 * systemctl that stands in for the real one writes down that it was told to, and passes everything else on.
 */
import { afterAll, expect, it } from 'vitest'
import { calls } from '../../src-main/contract/calls.ts'
import { hosts, type Host } from '../../practice/layout.ts'
import { shellOn } from '../laptops-agents.ts'
import { call, errorOf, pcSwitcher, proofOf, status, switchTo } from '../laptops-product.ts'

const standIn = '/usr/local/sbin/systemctl'
const seen = '/run/systemctl-suspend'

afterAll(() => Promise.all((['p17', 'xps'] as const).map((host) => shellOn(host, `rm -f ${standIn} ${seen}`))))

it('a laptop that is named on the other one is called so by both, and by its own system', async () => {
  await call('p17', calls.settingsNameLaptop, { laptop: 'xps', label: 'Blue one' })
  for (const host of ['p17', 'xps'] as const) {
    const { here, peer } = (await status(host)).overview
    expect([here, peer].map((one) => one?.laptop.label)).toContain('Blue one')
  }
  expect(await shellOn('xps', 'cat /etc/machine-info')).toMatch(/^PRETTY_HOSTNAME="Blue one"\n(.*\n)*CHASSIS=laptop/)
  await call('xps', calls.settingsNameLaptop, { laptop: 'xps', label: 'XPS 13' })
  expect((await status('p17')).overview.peer?.laptop.label).toBe('XPS 13')
})

it('a rule says how many files it matches, and how large they are', async () => {
  await shellOn(
    'p17',
    `cd /home/alice && install -d -o alice -g alice iso/deep 'iso/ö space' && head -c 3000 /dev/zero > iso/a.iso &&
     head -c 4000 /dev/zero > iso/deep/b.iso && head -c 500 /dev/zero > 'iso/ö space/c.iso' &&
     head -c 70 /dev/zero > iso/deep/kept.txt && chown -R alice:alice iso`,
  )
  await call('p17', calls.homeDecideRule, { pattern: '*.iso', decision: 'exclude' })
  await call('p17', calls.homeDecideRule, { pattern: '/iso/deep', decision: 'exclude' })
  const { rules, builtIn } = await call('p17', calls.homeMeasure, {})
  // Each file counts for the rule that decides about it: for a name inside a folder that is left out too, the name.
  expect(rules.find(({ pattern }) => pattern === '/iso/deep')).toEqual({ pattern: '/iso/deep', files: 1, bytes: 70 })
  expect(rules.find(({ pattern }) => pattern === '*.iso')).toEqual({ pattern: '*.iso', files: 3, bytes: 7_500 })
  expect(builtIn.find(({ kind }) => kind === 'key')?.files).toBeGreaterThan(0)
  expect(await shellOn('p17', 'ls /var/lib/pc-switcher/root/home/scans 2>/dev/null | wc -l')).toBe('0\n')
})

it('what a switch needs of both batteries is the same on both, once the work has crossed', async () => {
  await call('p17', calls.settingsSetPower, { start: 'plugged' })
  const there = await switchTo('p17', 'xps')
  expect(proofOf(there).verified).toBe(true)
  expect(await call('xps', calls.settingsPower, {})).toEqual({ start: 'plugged', low: 'pause' })
})

it('what both share is shown and set where the work is, from either laptop', async () => {
  const elsewhere = { laptop: 'XPS 13', isRead: true }
  expect(await call('p17', calls.settingsSetPower, { start: 'anything' })).toEqual({ start: 'anything', low: 'pause' })
  expect(await call('xps', calls.settingsPower, {})).toEqual({ start: 'anything', low: 'pause' })
  const { exclusions } = await call('p17', calls.homeDecideRule, { pattern: '/iso/deep', decision: 'forget' })
  expect(exclusions).toMatchObject({ rules: [{ pattern: '*.iso' }], elsewhere })
  const there = await call('xps', calls.homeExclusions, {})
  expect(there.rules).toEqual(exclusions.rules)
  expect(there.elsewhere).toBeUndefined()
  const told = await pcSwitcher('p17', ['home', 'exclude', '/home/alice/iso'])
  expect(told.messages.find(({ type }) => type === 'home-decided')).toMatchObject({ changed: true, elsewhere })
  expect((await call('xps', calls.homeExclusions, {})).rules).toMatchObject([{ pattern: '*.iso' }, { pattern: '/iso' }])
  const log = (host: Host) => shellOn(host, 'runuser -u alice -- git -C /home/alice/system-state log -1 --format=%s')
  expect(await log('xps')).toBe('Home: ~/iso: exclude\n')
  expect(await log('p17')).not.toBe(await log('xps'))
  await shellOn('p17', 'rm -rf /home/alice/iso')
})

it('a part that is turned off is neither copied nor compared, and the proof says so', async () => {
  const image = '/var/lib/libvirt/images/turned-off.qcow2'
  await shellOn(
    'xps',
    `qemu-img create -q -f qcow2 ${image} 1M; echo changed > /etc/turned-off.conf; apt-mark hold bash`,
  )
  const kinds = ['packages', 'etc', 'images', 'containers']
  for (const id of kinds) await call('xps', calls.settingsSetTravel, { id, isOn: false })
  const proof = proofOf(await switchTo('xps', 'p17'))
  expect(proof.verified).toBe(true)
  const notes = proof.steps.flatMap(({ verification }) => verification.notes)
  for (const title of ['Packages', 'Virtual machines', 'Containers', '/etc files'])
    expect(notes).toContain(`${title} were not copied and not compared, because they are turned off in What travels.`)
  expect(await shellOn('p17', `ls ${image} /etc/turned-off.conf 2>&1 | grep -c "No such file"`)).toBe('2\n')
  expect(await shellOn('p17', 'apt-mark showhold')).not.toContain('bash')
  const shown = (await call('p17', calls.settingsTravel, {})).kinds.map(({ id, isOn }) => [id, isOn])
  expect(shown).toEqual([['home', undefined], ...kinds.map((id) => [id, false])])
  for (const id of kinds) await call('p17', calls.settingsSetTravel, { id, isOn: true })
  await shellOn('xps', `rm ${image} /etc/turned-off.conf; apt-mark unhold bash`)
  expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
})

it('disk images are copied from the folder that was chosen, and one that is not fit is chosen on neither laptop', async () => {
  const [usual, folder] = ['/var/lib/libvirt/images', '/srv/machines']
  const choose = (wanted: string) =>
    pcSwitcher('p17', ['call', calls.settingsSetImagesFolder.name, JSON.stringify({ folder: wanted })])
  const foldersNow = async () =>
    (await call('xps', calls.settingsImagesFolder, {})).folders.map((one) => [one.laptop.name, one.folder])
  await shellOn('p17', `mkdir ${folder}; ln -s ${folder} /srv/link`)
  // Not on the other laptop, a link, one that others write to, the person's, and what is no whole path.
  for (const [wanted, code] of [
    [folder, 'not-found'],
    ['/srv/link', 'invalid-input'],
    ['/home/alice/machines', 'invalid-input'],
    ['/srv/../etc', 'invalid-input'],
    ['machines', 'invalid-input'],
  ] as const)
    expect([wanted, errorOf(await choose(wanted)).code]).toEqual([wanted, code])
  await shellOn('xps', `mkdir -m 777 ${folder}`)
  expect(errorOf(await choose(folder))).toMatchObject({ code: 'blocked' })
  expect(Object.fromEntries(await foldersNow())).toEqual({ p17: usual, xps: usual })
  await shellOn('xps', `chmod 755 ${folder}`)
  expect(await choose(folder)).toMatchObject({ exitCode: 0, stderr: '' })
  expect(Object.fromEntries(await foldersNow())).toEqual({ p17: folder, xps: folder })
  const before = await shellOn('xps', `cd ${usual}; sha256sum *.qcow2`)
  await shellOn(
    'xps',
    `cd ${folder}; qemu-img create -q -f qcow2 new.qcow2 8M; qemu-io -f qcow2 -c 'write 0 1M' new.qcow2`,
  )
  const proof = proofOf(await switchTo('xps', 'p17'))
  expect(proof.verified).toBe(true)
  const sum = `sha256sum ${folder}/new.qcow2`
  expect(await shellOn('p17', sum)).toBe(await shellOn('xps', sum))
  // What is in the folder before is nobody's business any more, and nothing there counts as deleted.
  expect(await shellOn('xps', `cd ${usual}; sha256sum *.qcow2`)).toBe(before)
  expect(await choose(`${usual}/`)).toMatchObject({ exitCode: 0 })
  expect(proofOf(await switchTo('p17', 'xps')).verified).toBe(true)
  expect(await shellOn('xps', `cd ${usual}; sha256sum *.qcow2`)).toBe(before)
  await shellOn('p17', `rm -r ${folder} /srv/link`)
  await shellOn('xps', `rm -r ${folder}`)
})

it('a switch that asks for a password starts with it alone, on both laptops, and tells it nobody', async () => {
  const secret = 'a-Password-4711'
  for (const host of hosts) await shellOn(host, `echo alice:${secret} | chpasswd`)
  const set = (host: Host, ask: boolean, password?: string) =>
    pcSwitcher(host, ['call', calls.settingsSetPassword.name, JSON.stringify({ ask, password })])
  const start = (host: Host, to: Host, password?: string) =>
    password === undefined
      ? pcSwitcher(host, ['switch', '--to', to, '--yes'])
      : pcSwitcher(host, ['switch', '--to', to, '--yes', '--password-stdin'], `${password}\n`)
  try {
    expect(errorOf(await set('p17', true, 'another')).code).toBe('needs-password')
    expect(await set('p17', true, secret)).toMatchObject({ exitCode: 0 })
    for (const given of [undefined, 'another']) {
      const refused = await start('xps', 'p17', given)
      expect([errorOf(refused).code, refused.exitCode]).toEqual(['needs-password', 3])
    }
    expect(proofOf(await start('xps', 'p17', secret)).verified).toBe(true)
    // The setting has travelled.
    expect(errorOf(await start('p17', 'xps')).code).toBe('needs-password')
    expect(errorOf(await set('xps', false)).code).toBe('needs-password')
    expect(await set('xps', false, secret)).toMatchObject({ exitCode: 0 })
    expect(proofOf(await start('p17', 'xps')).verified).toBe(true)
    const places = '/var/lib/pc-switcher /etc/pc-switcher /home/alice /run/pc-switcher'
    for (const host of hosts) {
      expect(await shellOn(host, `grep -rlF ${secret} ${places} --exclude-dir=snapshots || true`)).toBe('')
      expect(await shellOn(host, `journalctl --no-pager | grep -cF ${secret} || true`)).toBe('0\n')
    }
  } finally {
    for (const host of hosts) await shellOn(host, 'echo alice:practice | chpasswd')
  }
})

it('the laptop that was left is told to sleep, and nothing else is', async () => {
  for (const host of ['p17', 'xps'] as const) {
    await shellOn(
      host,
      `install -m 0755 /dev/stdin ${standIn} <<'END'
#!/bin/sh
[ "$1" = suspend ] || exec /usr/bin/systemctl "$@"
echo "$@" >> ${seen}
END`,
    )
  }
  const told = await pcSwitcher('p17', ['suspend'])
  expect([told.stderr, told.exitCode]).toEqual(['', 0])
  expect(await shellOn('p17', `cat ${seen}`)).toBe('suspend --check-inhibitors=yes\n')
  expect(await shellOn('xps', `ls ${seen} 2>/dev/null || echo none`)).toBe('none\n')
})
