/** Bundles as a person has them: made on one laptop, sent to the other one and read there. */
import { copyFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundlesCalls } from '../../src-main/contract/bundles-calls.ts'
import { shellOn } from '../laptops-agents.ts'
import { rootOf } from '../laptops-debian.ts'
import { call, errorOf, pcSwitcher, until } from '../laptops-product.ts'

type Host = 'p17' | 'xps'

const bundle = async (host: Host, ...words: readonly string[]) => {
  const done = await pcSwitcher(host, ['bundle', ...words])
  expect(done.stderr, words.join(' ')).toBe('')
  expect(done.exitCode, words.join(' ')).toBe(0)
  return done.messages
}
const refused = async (host: Host, ...words: readonly string[]) => errorOf(await pcSwitcher(host, ['bundle', ...words]))
/** All that `find` says of a folder, and what is in its files. */
const stateOf = (host: Host, folder: string) =>
  shellOn(
    host,
    `cd '${folder}' && find . -mindepth 1 -printf '%p %y %m %U %G %T@ %l %n\\n' | LC_ALL=C sort &&
     find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum &&
     find . -mindepth 1 -print0 | LC_ALL=C sort -z | xargs -0 getfattr -hd -m '^(user|system|trusted)[.]' --absolute-names --`,
  )
const source = '/home/alice/thesis-data'

beforeAll(async () => {
  await shellOn(
    'p17',
    `mkdir -p '${source}/in ner/empty' && cd '${source}' && for i in $(seq 1 300); do head -c 5000 /dev/urandom > "in ner/file $i"; done &&
     ln 'in ner/file 1' twice && ln -s /nowhere link && mkfifo fifo && setfattr -n user.tag -v red twice &&
     setfacl -m u:1234:r twice && truncate -s 3M hole && chown -R -h alice: . && setcap cap_net_raw+ep 'in ner/file 2'`,
  )
})

describe('a bundle', () => {
  it('is made by its person, listed, and told of exactly', async () => {
    await bundle('p17', 'create', 'thesis:1', source)
    const { bundles } = await call('p17', bundlesCalls.bundlesList, { on: ['p17'] })
    expect(bundles).toMatchObject([{ name: 'thesis', version: '1', laptop: 'p17', files: 302, isDamaged: false }])
    const place = bundles[0]?.place ?? ''
    expect(await bundle('p17', 'path', 'thesis')).toMatchObject([{ type: 'bundle-path', path: place }])
    expect(await shellOn('p17', `btrfs property get '${place}' ro`)).toContain('ro=true')
    expect(await refused('p17', 'create', 'thesis:1', source)).toMatchObject({ code: 'invalid-input' })
    expect(await refused('p17', 'create', 'secret', '/etc/shadow')).toMatchObject({ code: 'blocked' })
    expect(await refused('p17', 'show', 'thes')).toMatchObject({ code: 'not-found' })
    expect(await refused('p17', 'create', 'a/b', source)).toMatchObject({ code: 'invalid-input' })
  })

  it('is sent whole, and a later version as what is different; each is read there and is the same', async () => {
    const first = await call('p17', bundlesCalls.bundlesSend, { bundle: 'thesis', to: 'xps' })
    expect(first).toMatchObject({ how: 'whole', bundle: { laptop: 'xps', version: '1' } })
    expect(first.sentBytes).toBeGreaterThan(1_400_000)
    await shellOn(
      'p17',
      `cd '${source}' && for i in 3 4 5; do head -c 5000 /dev/urandom > "in ner/file $i"; done && rm 'in ner/file 6' && rmdir 'in ner/empty' && mkdir new`,
    )
    await bundle('p17', 'create', 'thesis:2', source)
    const second = await call('p17', bundlesCalls.bundlesSend, { bundle: 'thesis:2', to: 'xps' })
    expect(second).toMatchObject({ how: 'since', since: '1' })
    expect(second.sentBytes).toBeLessThan(250_000)
    expect(await call('p17', bundlesCalls.bundlesSend, { bundle: 'thesis:2', to: 'xps' })).toMatchObject({
      how: 'there',
    })
    for (const version of ['1', '2']) {
      await bundle('xps', 'restore', `thesis:${version}`, '--to', `/home/alice/back-${version}`)
      const place = (await call('p17', bundlesCalls.bundlesList, { on: ['p17'] })).bundles.find(
        (one) => one.version === version,
      )?.place
      expect(await stateOf('xps', `/home/alice/back-${version}`)).toBe(await stateOf('p17', `${place ?? ''}/files`))
    }
    expect(await stateOf('xps', '/home/alice/back-2/thesis-data')).toBe(await stateOf('p17', source))
    expect(await shellOn('xps', 'stat --format="%U %a" /home/alice/back-2')).toBe('alice 755\n')
    const { bundles } = await call('p17', bundlesCalls.bundlesList, { on: ['xps'] })
    for (const { place } of bundles)
      expect(await shellOn('xps', `getcap -r '${place}/files'`)).toContain('file 2 cap_net_raw=ep')
    expect(await shellOn('xps', 'getcap -r /home/alice/back-1 /home/alice/back-2')).toBe('')
    await bundle('xps', 'verify', '--all')
  })

  it('is put away because the other laptop has it, which then may not let go of it, and comes back from there', async () => {
    const of = (version: string) => ({ bundle: `thesis:${version}` })
    const before = await stateOf(
      'p17',
      (await call('p17', bundlesCalls.bundlesList, { on: ['p17'] })).bundles[0]?.place ?? '',
    )
    const away = await call('p17', bundlesCalls.bundlesPutAway, of('2'))
    expect(away).toMatchObject({ bundle: { isAway: true }, staysOn: [{ kind: 'laptop', name: 'xps' }] })
    expect(await refused('xps', 'put-away', 'thesis:2')).toMatchObject({ code: 'not-verified' })
    expect(await refused('xps', 'delete', 'thesis:2', '--yes')).toMatchObject({ code: 'needs-answers' })
    for (const words of [['path'], ['verify'], ['send', '--to', 'xps']])
      expect(await refused('p17', ...words.slice(0, 1), 'thesis:2', ...words.slice(1))).toMatchObject({
        code: 'blocked',
      })
    expect(await bundle('p17', 'show', 'thesis:2')).toMatchObject([{ bundle: { isAway: true } }])
    const back = (await bundle('p17', 'bring-back', 'thesis:2')).at(-1)
    expect(back).toMatchObject({ from: 'xps', damaged: [] })
    const { bundles } = await call('p17', bundlesCalls.bundlesList, { on: ['p17'] })
    expect(bundles[0]).toMatchObject({ version: '2', isAway: false, isDamaged: false })
    expect(await stateOf('p17', bundles[0]?.place ?? '')).toBe(before)
  })

  it('is neither put away nor deleted while what the other laptop has turns out to be damaged', async () => {
    const { bundles } = await call('p17', bundlesCalls.bundlesList, { on: ['xps'] })
    for (const { place } of bundles)
      await shellOn(
        'xps',
        `btrfs property set -f '${place}' ro false && echo >> '${place}/files/thesis-data/twice' && btrfs property set '${place}' ro true`,
      )
    expect(await refused('p17', 'put-away', 'thesis:2')).toMatchObject({ code: 'not-verified' })
    expect(await refused('p17', 'delete', 'thesis:1', '--yes')).toMatchObject({
      code: 'needs-answers',
      message: expect.stringContaining('damaged there') as unknown,
    })
    const { bundles: there } = await call('p17', bundlesCalls.bundlesList, {})
    expect(there.map(({ laptop, version, isDamaged }) => [laptop, version, isDamaged]).toSorted()).toEqual([
      ['p17', '1', false],
      ['p17', '2', false],
      ['xps', '1', true],
      ['xps', '2', true],
    ])
    await bundle('xps', 'delete', 'thesis', '--force')
    for (const version of ['1', '2']) await bundle('p17', 'send', `thesis:${version}`, '--to', 'xps')
  })

  it('stays where it is pinned, and the job that makes room tells how full the disk is', async () => {
    const pinned = async () =>
      (await call('xps', bundlesCalls.bundlesList, { on: ['p17'] })).bundles.map(({ isPinned }) => isPinned)
    expect(await bundle('p17', 'pin', 'thesis')).toMatchObject([{ bundles: [{ isPinned: true }, { isPinned: true }] }])
    await bundle('xps', 'unpin', 'thesis:2', '--on', 'p17')
    expect(await pinned()).toEqual([false, true])
    expect(await refused('p17', 'pin', 'thes')).toMatchObject({ code: 'not-found' })
    expect((await pcSwitcher('p17', ['jobs', 'start', 'bundles-room'])).exitCode).toBe(0)
    const { messages } = await pcSwitcher('p17', ['jobs', 'follow', 'bundles-room'])
    expect(JSON.stringify(messages.at(-1))).toMatch(/\d+% of the disk is used\. No bundle was put away\./)
  })

  it('is kept in a registry, and comes back from there', async () => {
    const program = path.join(import.meta.dirname, '../../node_modules/.cache/docker-registry/usr/bin/docker-registry')
    copyFileSync(program, path.join(await rootOf('p17'), 'usr/local/bin/docker-registry'))
    const settings =
      'version: 0.1\nstorage: { filesystem: { rootdirectory: /var/lib/practice-registry }, delete: { enabled: true } }\nhttp: { addr: "127.0.0.1:5000" }\n'
    await shellOn('p17', `printf '${settings}' > /root/registry.yml`)
    await shellOn('p17', 'systemd-run --unit=practice-registry docker-registry serve /root/registry.yml')
    const where = 'oci+http://127.0.0.1:5000/alice/bundles'
    try {
      await until('the registry answers', async () => {
        const added = await pcSwitcher('p17', ['copies', 'place', 'add', 'Team', where])
        return added.exitCode === 0
      })
      for (const [name, at] of [
        ['Team', where],
        ['Other', where],
        ['Other', 'oci://Big/Letters'],
      ] as const) {
        const again = await pcSwitcher('p17', ['copies', 'place', 'add', name, at])
        expect(again.messages.at(-1)).toMatchObject({ error: { code: 'invalid-input' } })
      }
      const listed = await pcSwitcher('xps', ['copies', 'list', '--on', 'p17'])
      expect(listed.messages).toMatchObject([
        {
          places: expect.arrayContaining([
            expect.objectContaining({ name: 'Team', kind: 'registry', where }),
          ]) as unknown,
        },
      ])
      const place = (await call('p17', bundlesCalls.bundlesList, { on: ['p17'] })).bundles.at(-1)?.place ?? ''
      const before = await stateOf('p17', `${place}/files`)
      await bundle('p17', 'push', 'thesis:1', 'Team')
      expect(await bundle('p17', 'list', 'Team')).toMatchObject([{ bundles: [{ name: 'thesis', version: '1' }] }])
      await bundle('p17', 'delete', 'thesis:1', '--yes')
      await bundle('p17', 'pull', 'thesis', 'Team')
      expect(await stateOf('p17', `${place}/files`)).toBe(before)
      await bundle('p17', 'delete', 'thesis:1', '--at', 'Team', '--yes')
      expect(await bundle('p17', 'list', 'Team')).toMatchObject([{ bundles: [] }])
      expect((await pcSwitcher('p17', ['copies', 'run', 'Team'])).messages.at(-1)).toMatchObject({
        error: { code: 'invalid-input' },
      })
      expect((await pcSwitcher('p17', ['copies', 'place', 'remove', 'Team'])).exitCode).toBe(0)
      expect(await refused('p17', 'push', 'thesis:1', 'Team')).toMatchObject({ code: 'not-found' })
    } finally {
      await shellOn(
        'p17',
        'systemctl stop practice-registry; rm -r /var/lib/practice-registry /usr/local/bin/docker-registry',
      )
    }
  })

  it('is deleted where it is on the other laptop too, and only when that was said where it is not', async () => {
    await bundle('p17', 'delete', 'thesis:2')
    expect(await refused('p17', 'delete', 'thesis', '--yes')).toMatchObject({ code: 'needs-answers' })
    await bundle('p17', 'delete', 'thesis:2', '--yes')
    await bundle('p17', 'delete', 'thesis:1', '--yes')
    expect(await refused('xps', 'delete', 'thesis:1', '--yes')).toMatchObject({ code: 'needs-answers' })
    await bundle('xps', 'delete', 'thesis:1', '--force')
    expect((await call('xps', bundlesCalls.bundlesVerify, { bundle: 'thesis:2' })).checks).toMatchObject([
      { wrongCount: 0 },
    ])
    const { bundles } = await call('p17', bundlesCalls.bundlesList, {})
    expect(bundles).toMatchObject([{ laptop: 'xps', version: '2' }])
    expect((await shellOn('p17', 'ls -A /var/lib/pc-switcher/root/bundles')).trim()).toBe('')
  })
})
