/** The promise of the product, on two laptops: what was worked on is there, what must stay stayed, nothing was lost. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import { shellOn } from '../laptops-agents.ts'
import { atTerminal, pcSwitcher, plan, proofOf, status, switchTo, type Told } from '../laptops-product.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'

/** What makes a laptop itself, and what must never leave it: one checksum a path. */
const ownThings = [
  '/etc/machine-id',
  '/etc/hostname',
  '/etc/fstab',
  '/etc/passwd',
  '/etc/shadow',
  '/etc/group',
  '/etc/ssh/ssh_host_ed25519_key',
  '/etc/ssh/ssh_host_ed25519_key.pub',
  '/etc/pc-switcher/machine.json',
  '/etc/pc-switcher/authorized_keys',
  '/etc/sudoers.d/zz-pc-switcher-person',
  '/home/alice/.ssh/authorized_keys',
  '/home/alice/.ssh/known_hosts',
  '/home/alice/.ssh/id_ed25519',
  '/home/alice/.ssh/work_key',
].join(' ')

const sums = (host: 'p17' | 'xps') =>
  shellOn(
    host,
    `for f in ${ownThings}; do [ -e "$f" ] && sha256sum "$f" || echo "absent $f"; done; find /home/alice/.cache /home/alice/.local/share/tailscale -type f 2>/dev/null -exec sha256sum {} + | sort`,
  )

/** Every entry of /home that travels, with what must be equal; folders' times and sizes are their own. */
const homeListing = (host: 'p17' | 'xps', without = '') =>
  shellOn(
    host,
    `cd /home/alice/Documents && find . -type f ! -name '${without}' -printf '%y %m %u %g %s %T@ %n %p\\0' | LC_ALL=C sort -z | sha256sum`,
  )

/** In every secret that is planted, and in nothing else. */
const mark = 'planted-hunter2'

/** Where people and programs keep passwords: what crosses, what is asked about, what never leaves. */
const plantSecrets = `
  cd /home/alice
  printf -- '-----BEGIN OPENSSH PRIVATE KEY-----\n${mark}\n-----END OPENSSH PRIVATE KEY-----\n' > .ssh/planted_key
  echo 'machine example.org login alice password ${mark}' > .netrc
  mkdir -p planted; runuser -u alice -- git init -q /home/alice/planted 2>/dev/null || git init -q planted
  git -C planted config remote.origin.url https://alice:${mark}@example.org/x
  chown -R alice: .ssh/planted_key .netrc planted; chmod 0600 .ssh/planted_key .netrc
  echo 'password = ${mark}' > /etc/planted.conf
  echo 'token: ${mark}' > /etc/planted-too.conf; chmod 0600 /etc/planted-too.conf
  echo 'Acquire::ftp::Proxy "http://alice:${mark}@proxy.invalid:3128";' > /etc/apt/apt.conf.d/95planted
  install -d /etc/NetworkManager/system-connections /etc/apt/auth.conf.d
  printf '[wifi-security]\npsk=${mark}\n' > /etc/NetworkManager/system-connections/planted.nmconnection
  chmod 0600 /etc/NetworkManager/system-connections/planted.nmconnection
  echo 'machine example.org login alice password ${mark}' > /etc/apt/auth.conf.d/planted.conf
  echo 'deb http://alice:${mark}@example.invalid/private stable main' > /etc/apt/sources.list.d/planted.list
  runuser -u alice -- pc-switcher etc always /etc/planted-too.conf`

/** Hand-written services: of one the file is copied, of the other it is not. */
const writeServices = `
  for name in carried stays; do
    printf '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n' > /etc/systemd/system/$name.service
    systemctl -q enable $name.service
  done
  runuser -u alice -- pc-switcher etc always /etc/systemd/system/carried.service
  runuser -u alice -- pc-switcher etc never /etc/systemd/system/stays.service`

/** A service of alice's own, which runs on p17. */
const ownService = `printf '[Unit]\nDescription=written on p17\n[Service]\nExecStart=/bin/sleep infinity\n' |
  install -D -o alice -g alice -m 0644 /dev/stdin /home/alice/.config/systemd/user/notes.service
  chown -R alice: /home/alice/.config/systemd
  systemctl --user --machine=alice@.host start notes.service`

/** Everywhere that something is told or remembered, but for the contents themselves: snapshots, frozen homes and the files. */
const findSecrets = `
  grep -rlaF ${mark} /var/lib/pc-switcher /run/pc-switcher /run/user /var/log /home/alice/.cache /home/alice/.local \
    --exclude-dir=snapshots --exclude-dir=tree 2>/dev/null || true
  journalctl --no-pager --all | grep -cF ${mark} | grep -vx 0 || true
  cd /home/alice/system-state && runuser -u alice -- git log --all --patch | grep -cF ${mark} | grep -vx 0 || true
  grep -rlaF ${mark} /home/alice/system-state || true`

describe('a switch from p17 to xps and back', () => {
  let ownBefore: { readonly p17: string; readonly xps: string }
  let there: Told

  beforeAll(async () => {
    ownBefore = { p17: await sums('p17'), xps: await sums('xps') }
    await shellOn(
      'xps',
      'install -o alice -g alice -m 0644 /dev/stdin /home/alice/only-on-xps.txt <<< "written on xps before"',
    )
    await shellOn(
      'p17',
      'install -o alice -g alice -m 0644 /dev/stdin "/home/alice/Documents/new on p17.txt" <<< "written on p17"',
    )
    await shellOn('p17', plantSecrets)
    await shellOn('p17', writeServices)
    await shellOn('p17', ownService)
    there = await switchTo('p17', 'xps')
  })

  it('ends proven', () => {
    expect(there.stderr).toBe('')
    expect(there.exitCode).toBe(0)
    const proof = proofOf(there)
    expect(proof.verified).toBe(true)
    expect(proof.steps.map((step) => step.id)).toEqual([
      stepIds.checks,
      stepIds.snapshots,
      stepIds.systemState,
      stepIds.packages,
      stepIds.home,
      stepIds.etc,
      stepIds.localUnits,
      stepIds.images,
      stepIds.containers,
    ])
    expect(proof.steps.flatMap((step) => step.verification.items.flatMap((item) => item.differences))).toEqual([])
  })

  it('brings the work over', async () => {
    expect(await shellOn('xps', 'cat "/home/alice/Documents/new on p17.txt"')).toBe('written on p17\n')
    // The file that only xps had stays there until the way back.
    expect(await homeListing('xps', 'written on the train.txt')).toBe(await homeListing('p17'))
  })

  it('leaves what makes a laptop itself alone, on both', async () => {
    expect(await sums('p17')).toBe(ownBefore.p17)
    expect(await sums('xps')).toBe(ownBefore.xps)
  })

  it('has hand-written services start as on p17 where their files came, and says of which they did not', async () => {
    expect(await shellOn('xps', 'systemctl is-enabled carried; systemctl cat stays 2>&1 | head -1')).toBe(
      'enabled\nNo files found for stays.service.\n',
    )
    const { items } = proofOf(there).steps.find(({ id }) => id === stepIds.localUnits)?.verification ?? { items: [] }
    expect(items.map(({ verdict, notCompared }) => [verdict, notCompared?.names])).toEqual([
      ['same', undefined],
      ['not-compared', ['stays.service']],
    ])
  })

  it('keeps what only xps had, which nobody decided', async () => {
    expect(await shellOn('xps', 'cat /home/alice/only-on-xps.txt')).toBe('written on xps before\n')
    const { items } = proofOf(there).steps.find(({ id }) => id === stepIds.home)?.verification ?? { items: [] }
    const undecided = items.flatMap(({ left = [] }) => left.filter((one) => one.undecided === true))
    expect(undecided.flatMap(({ names }) => names)).toContain('only-on-xps.txt')
    expect(items.flatMap(({ chosen }) => chosen)).not.toContain('only-on-xps.txt')
  })

  it('is remembered by both laptops: xps holds the work', async () => {
    for (const host of ['p17', 'xps'] as const) {
      const { overview } = await status(host)
      expect(overview.holder).toMatchObject({ kind: 'held', by: 'xps' })
      expect(overview.history[0]).toMatchObject({ verified: true, from: { name: 'p17' }, to: { name: 'xps' } })
      expect(overview.openSwitch).toBeUndefined()
    }
  })

  it('is as of then: both tell what is saved on p17 since, which the other laptop lacks', async () => {
    // One that takes longer than a look waits for is told by the next look.
    const savedOnP17 = (host: Host) =>
      expect.poll(
        async () => {
          const { here, peer } = (await status(host)).overview
          return (host === 'p17' ? here : peer)?.facts?.savedSince
        },
        { timeout: 150_000 },
      )
    await savedOnP17('p17').toMatchObject({ files: 0, isCurrent: true })
    await shellOn(
      'p17',
      'cd /home/alice; echo x > Documents/since.txt; echo x > .cache/since; chown alice: Documents/since.txt',
    )
    for (const host of ['xps', 'p17'] as const)
      await savedOnP17(host).toMatchObject({ files: 1, hidden: 0, names: ['Documents/since.txt'] })
    await shellOn('p17', 'rm /home/alice/Documents/since.txt /home/alice/.cache/since')
    await savedOnP17('p17').toMatchObject({ files: 0, isCurrent: true })
  })

  it('stores what is decided about /etc on p17 now on xps, and lists it and what is open on either', async () => {
    const rule = { pattern: '/nanorc', decision: 'never', origin: 'person' }
    const decided = await pcSwitcher('p17', ['etc', 'never', '/etc/nanorc'])
    expect(decided.messages).toMatchObject([{ type: 'etc-rules', elsewhere: { isRead: true } }])
    expect(await shellOn('xps', 'cat /home/alice/system-state/etc.stignore')).toMatch(/^\/nanorc$/m)
    expect(await shellOn('p17', 'cat /home/alice/system-state/etc.stignore')).not.toMatch(/nanorc/)
    for (const host of ['p17', 'xps'] as const) {
      const { messages } = await pcSwitcher(host, ['etc', 'list'])
      expect(messages).toMatchObject([{ rules: expect.arrayContaining([expect.objectContaining(rule)]) as unknown }])
      const open = await pcSwitcher(host, ['call', 'etc.undecided', '{}'])
      const { files, from } = calls.etcUndecided.output.parse(open.messages[0]?.['value'])
      expect(from.name).toBe('xps')
      expect(files.map(({ pattern }) => pattern)).toContain('/planted.conf')
      expect(files.map(({ pattern }) => pattern)).not.toContain('/nanorc')
    }
  })

  it('brings a day of work on xps back to p17, deletions and renames included, and what only xps had', async () => {
    await shellOn(
      'xps',
      `cd /home/alice
       printf 'added on xps' > Documents/added.txt
       sed -i 's/on p17/on xps/' .config/systemd/user/notes.service
       printf 'more' >> "Documents/new on p17.txt"
       mkdir -p Documents/old && printf 'x' > Documents/old/one && printf 'y' > Documents/old/two
       chown -R alice:alice Documents/added.txt Documents/old
       find Documents -maxdepth 2 -type f -name '*.md' -printf '%p\\n' | sort | head -1 > /tmp/to-delete
       [ -s /tmp/to-delete ] || { find Documents -type f -links 1 -printf '%p\\n' | LC_ALL=C sort | grep -v 'added\\|new on' | head -1 > /tmp/to-delete; }
       rm -- "$(cat /tmp/to-delete)"`,
    )
    await shellOn('p17', 'DEBIAN_FRONTEND=noninteractive apt-get -q -y install practice-game')
    const deleted = (await shellOn('xps', 'cat /tmp/to-delete')).trim()
    expect(await shellOn('p17', `test -e "/home/alice/${deleted}" && echo there`)).toBe('there\n')
    expect(
      (await plan('xps', 'p17')).questions.filter(
        (question) => question.required && question.safeDefault === undefined,
      ),
    ).toEqual([])

    const back = await switchTo('xps', 'p17')
    expect(back.stderr).toBe('')
    expect(proofOf(back).verified).toBe(true)
    expect(await shellOn('p17', 'cat /home/alice/Documents/added.txt')).toBe('added on xps')
    expect(await shellOn('p17', 'cat "/home/alice/Documents/new on p17.txt"')).toBe('written on p17\nmore')
    expect(await shellOn('p17', `test -e "/home/alice/${deleted}" || echo gone`)).toBe('gone\n')
    expect(await shellOn('p17', 'cat /home/alice/only-on-xps.txt')).toBe('written on xps before\n')
    expect(await homeListing('p17')).toBe(await homeListing('xps'))
    // It runs on, and what came is known without a new login.
    const running = 'show --property=Description,NeedDaemonReload,ActiveState notes.service'
    expect((await shellOn('p17', `systemctl --user --machine=alice@.host ${running} | sort`)).trim()).toBe(
      'ActiveState=active\nDescription=written on xps\nNeedDaemonReload=no',
    )

    await shellOn('p17', 'cd /home/alice/Documents && mv old older && rm older/one')
    const again = await switchTo('p17', 'xps')
    expect(again.stderr).toBe('')
    expect(
      await shellOn('xps', 'ls -A /home/alice/Documents/older; test -e /home/alice/Documents/old || echo gone'),
    ).toBe('two\ngone\n')
    expect((await status('p17')).overview.holder).toMatchObject({ kind: 'held', by: 'xps' })
  })

  it('asks when both laptops changed one file, and does as it is told', async () => {
    const change = (host: 'p17' | 'xps') =>
      shellOn(host, `printf 'changed on ${host}' > /home/alice/Documents/added.txt`)
    await Promise.all([change('p17'), change('xps')])
    const unanswered = await switchTo('xps', 'p17')
    expect(unanswered.exitCode).toBe(3)
    expect(await shellOn('p17', 'cat /home/alice/Documents/added.txt')).toBe('changed on p17')

    const { questions } = await plan('xps', 'p17')
    const open = questions.filter((question) => question.required && question.safeDefault === undefined)
    expect(open).toHaveLength(1)
    const answered = await switchTo('xps', 'p17', Object.fromEntries(open.map(({ id }) => [id, 'take'])))
    expect(answered.stderr).toBe('')
    expect(await shellOn('p17', 'cat /home/alice/Documents/added.txt')).toBe('changed on xps')
  })

  it('asks at a terminal, and keeps both', async () => {
    const change = (host: 'p17' | 'xps') =>
      shellOn(host, `printf 'kept from ${host}' > /home/alice/Documents/added.txt`)
    await Promise.all([change('p17'), change('xps')])
    const { screen, exitCode } = await atTerminal('p17', 'pc-switcher switch --to xps', (asked) => {
      const both = /^ {2}(\d) {2}Keep both/m.exec(asked)?.[1]
      return both ?? (asked.includes('(y/n)') ? 'y' : asked.includes('Enter:') ? '' : 'q')
    })
    expect(screen).toContain('Keep both')
    expect([exitCode, screen.slice(-2_000)]).toEqual([0, expect.stringContaining('Safe to close the lid') as string])
    const both = 'cat /home/alice/Documents/added.txt; echo; cat "/home/alice/Documents/added (XPS 13).txt"'
    expect(await shellOn('xps', both)).toBe('kept from p17\nkept from xps')
  })

  it('tells no secret in a journal, log, proof, report or commit', async () => {
    // What was carried is there, so that looking for it finds something.
    expect(await shellOn('xps', `cat /etc/planted-too.conf; grep -c ${mark} /home/alice/.netrc`)).toBe(
      `token: ${mark}\n1\n`,
    )
    expect(await shellOn('xps', `grep -rlF ${mark} /home/alice/.ssh /etc/NetworkManager || true`)).toBe('')
    for (const host of ['p17', 'xps'] as const) {
      expect([host, await shellOn(host, findSecrets)]).toEqual([host, ''])
      const said = await Promise.all(
        [['status'], ['log'], ['doctor'], ['plan', '--to', host === 'p17' ? 'xps' : 'p17']].map((words) =>
          pcSwitcher(host, words),
        ),
      )
      expect(JSON.stringify([said, there])).not.toContain(mark)
    }
  })
})
