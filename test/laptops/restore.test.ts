/** A file that was deleted is found in a snapshot and brought back, here and on the other laptop; /etc as well. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { Host } from '../../practice/layout.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { bytePathFromText } from '../../src-main/kernel/byte-path.ts'
import { shellOn } from '../laptops-agents.ts'
import { call, errorOf, pcSwitcher } from '../laptops-product.ts'

const folder = 'alice/restored'
/** Everything about the tree at a path; folders' times too. */
const describeTree = `cd /home/${folder}
find . -mindepth 1 -printf '%P %y %m %U %G %s %n %l %T@\\0' | LC_ALL=C sort -z | tr '\\0' '\\n'
find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum -z | tr '\\0' '\\n'
find . ! -type l -print0 | LC_ALL=C sort -z | xargs -0 getfacl -n --
find . ! -type l ! -type p -print0 | LC_ALL=C sort -z | xargs -0 getfattr -hdm - -- | cut -c 1-200`

const makeTree = `mkdir /home/${folder}; cd /home/${folder}
echo then > letter; mkdir -m 750 sub; echo x > $'sub/latin1-\\xe9'; echo y > 'sub/日本'; ln -s letter link; mkfifo pipe
echo one > hard-1; ln hard-1 sub/hard-2; truncate -s 30M sparse; echo end >> sparse; cp /bin/true capable; setcap cap_net_raw+ep capable
setfacl -m u:33:rx sub; setfattr -n user.k -v v letter; chown -hR alice:alice .; setcap cap_net_raw+ep capable
find . -depth -exec touch -hd '2021-02-03 04:05:06.123456789' {} +`

let setId: string
let before: string
beforeAll(async () => {
  await shellOn('p17', makeTree)
  before = await shellOn('p17', describeTree)
  const { taken } = await call('p17', calls.snapshotsCreate, { on: ['p17'], note: 'for restoring' })
  setId = taken[0]?.id ?? ''
})

async function restore(paths: readonly string[], onto: Host, place: 'original' | 'beside' = 'original') {
  const request = { laptop: 'p17', id: setId, subvolume: 'home', paths, place, onto }
  const plan = await call('p17', calls.restorePlan, request)
  return { plan, result: await call('p17', calls.restoreRun, { planId: plan.planId }) }
}

describe('bringing files back', () => {
  it('finds what was deleted, looks at it, and restores it where it was', async () => {
    await shellOn('p17', `rm -r /home/${folder}`)
    const { found, complete } = await call('p17', calls.filesFind, { name: 'LETTE?', on: ['p17'] })
    expect(complete).toBe(true)
    expect(found).toMatchObject([{ laptop: 'p17', path: `${folder}/letter`, newest: setId, there: false }])
    const { entries } = await call('p17', calls.filesList, {
      laptop: 'p17',
      id: setId,
      subvolume: 'home',
      path: folder,
    })
    expect(entries.map(({ name }) => name)).toEqual(['sub', 'capable', 'hard-1', 'letter', 'link', 'pipe', 'sparse'])
    const sides = [{ id: setId, path: `${folder}/letter` }]
    const looked = await call('p17', calls.filesLook, { laptop: 'p17', subvolume: 'home', sides })
    expect(looked.sides).toMatchObject([{ kind: 'text', text: 'then\n' }])
    const { plan, result } = await restore([folder], 'p17')
    expect(plan).toMatchObject({ onto: 'p17', instant: true, overwrittenCount: 0 })
    expect(result).toMatchObject({ files: 9, places: [`/home/${folder}`], keptAs: [] })
    expect(await shellOn('p17', describeTree)).toBe(before)
    const { snapshots } = await call('p17', calls.snapshotsList, {})
    expect(snapshots.find(({ id }) => id === result.keptSet)).toMatchObject({ laptop: 'p17', reason: 'before-restore' })
  })

  it('sends it to the other laptop with everything it has, and keeps what was there', async () => {
    await shellOn(
      'xps',
      `mkdir /home/${folder}; cd /home/${folder}; echo now > letter; echo only > only-here; chown -R alice:alice .`,
    )
    const { plan, result } = await restore([folder], 'xps')
    expect(plan).toMatchObject({ onto: 'xps', instant: false, overwrittenCount: 1, files: 9 })
    expect(
      await shellOn(
        'xps',
        `cat /home/${folder}/only-here; rm /home/${folder}/only-here; touch -d '2021-02-03 04:05:06.123456789' /home/${folder}`,
      ),
    ).toBe('only\n')
    expect(await shellOn('xps', describeTree)).toBe(before)
    const kept = await call('p17', calls.filesLook, {
      laptop: 'xps',
      subvolume: 'home',
      sides: [{ id: result.keptSet ?? '', path: `${folder}/letter` }],
    })
    expect(kept.sides).toMatchObject([{ kind: 'text', text: 'now\n' }])
    const { versions } = await call('p17', calls.filesVersions, { subvolume: 'home', path: `${folder}/letter` })
    expect(versions.map(({ laptop, facts }) => [laptop, facts?.bytes])).toEqual(
      expect.arrayContaining([
        ['p17', 5],
        ['xps', 5],
        ['xps', 4],
      ]),
    )
  })

  it('puts a file beside the present one on the other laptop, and keeps a single one as NAME.bak', async () => {
    await shellOn('xps', `echo now > /home/${folder}/letter`)
    const { result } = await restore([`${folder}/letter`, `${folder}/sub/${bytePathFromText('日本')}`], 'xps', 'beside')
    expect(result.places[0]).toMatch(/\/letter \(from /)
    expect(
      await shellOn('xps', `cat "${result.places[0] ?? ''}" /home/${folder}/letter "${result.places[1] ?? ''}"`),
    ).toBe('then\nnow\ny\n')
    const single = await restore([`${folder}/letter`], 'xps')
    expect(single.result.keptAs).toEqual([`/home/${folder}/letter.bak`])
    expect(await shellOn('xps', `cd /home/${folder}; cat letter letter.bak`)).toBe('then\nnow\n')
  })

  it('refuses a plan that does not hold any more, paths that lead elsewhere, and leaves nothing behind', async () => {
    const request = {
      laptop: 'p17',
      id: setId,
      subvolume: 'home',
      paths: [`${folder}/letter`],
      place: 'original',
      onto: 'xps',
    }
    const { planId } = await call('p17', calls.restorePlan, request)
    await shellOn('xps', `echo later > /home/${folder}/letter`)
    expect(errorOf(await pcSwitcher('p17', ['call', 'restore.run', JSON.stringify({ planId })]))).toMatchObject({
      code: 'plan-changed',
    })
    for (const wrong of ['../etc/shadow', '/etc/shadow', 'alice//x'])
      expect(
        errorOf(await pcSwitcher('p17', ['call', 'restore.plan', JSON.stringify({ ...request, paths: [wrong] })])),
      ).toMatchObject({ code: 'invalid-input' })
    for (const host of ['p17', 'xps'] as const)
      expect(
        await shellOn(
          host,
          'ls -A /home; cd /var/lib/pc-switcher/root; ls -A restores snapshot-holds 2>/dev/null | grep restore- || true; find /run/pc-switcher/transfers /run/pc-switcher/tickets -type f',
        ),
      ).toBe('alice\n')
  })
})

describe('what belongs to one laptop', () => {
  const request = { laptop: 'p17', subvolume: 'home', place: 'original', onto: 'xps' }
  it('is left out on the way to the other one, and refused when nothing else was chosen', async () => {
    const plan = await call('p17', calls.restorePlan, { ...request, id: setId, paths: ['alice/.ssh'] })
    expect(plan.notes.join()).toContain('“alice/.ssh/id_')
    expect(plan.overwritten.map(({ path }) => path).filter((path) => /id_|known_hosts|authorized/.test(path))).toEqual(
      [],
    )
    for (const refused of [
      { ...request, id: setId, paths: ['alice/.ssh/authorized_keys'] },
      { ...request, id: setId, subvolume: 'system', paths: ['etc/fstab'] },
    ])
      expect(errorOf(await pcSwitcher('p17', ['call', 'restore.plan', JSON.stringify(refused)]))).toMatchObject({
        code: 'blocked',
      })
  })
})

describe('bringing /etc back', () => {
  it('restores the files, keeps the identity, reloads what was chosen and records it', async () => {
    await shellOn(
      'p17',
      'echo "# a word" >> /etc/ssh/sshd_config; echo x > /etc/only-now; rm /etc/adduser.conf; cp /etc/hostname /tmp/name; echo other > /etc/hostname',
    )
    const plan = await call('p17', calls.etcRestorePlan, { laptop: 'p17', id: setId })
    const kinds = Object.fromEntries(plan.changes.map(({ path, kind }) => [path, kind]))
    expect(kinds).toMatchObject({ 'ssh/sshd_config': 'changed', 'only-now': 'deleted', 'adduser.conf': 'added' })
    expect(plan.keptIdentity).toContain('/etc/hostname')
    expect(plan.services).toMatchObject([{ unit: 'ssh.service', how: 'reload' }])
    const result = await call('p17', calls.etcRestoreRun, { planId: plan.planId, services: ['ssh.service'] })
    expect(result).toMatchObject({ reloaded: ['ssh.service'], notReloaded: [] })
    expect(
      await shellOn(
        'p17',
        'tail -n 1 /etc/ssh/sshd_config; ls /etc/adduser.conf; ls /etc/only-now 2>/dev/null || true; cat /etc/hostname',
      ),
    ).not.toMatch(/a word|only-now/)
    expect(await shellOn('p17', 'cat /etc/hostname; cp /tmp/name /etc/hostname; git -C /etc log -1 --format=%s')).toBe(
      `other\npc-switcher: restored from the snapshot ${setId}\n`,
    )
    const again = await call('p17', calls.etcRestorePlan, { laptop: 'p17', id: setId })
    expect(again.changes).toEqual([])
  })

  it('leaves what would keep the other laptop out as it is, and says so', async () => {
    const only = '/etc/ssh/sshd_config.d/50-only-me.conf'
    await shellOn('p17', `echo 'AllowUsers alice' > ${only}; echo then > /etc/of-then`)
    const { taken } = await call('p17', calls.snapshotsCreate, { on: ['p17'], note: 'with a shut door' })
    const id = taken[0]?.id ?? ''
    await shellOn('p17', `rm ${only} /etc/of-then`)
    const plan = await call('p17', calls.etcRestorePlan, { laptop: 'p17', id })
    expect(plan.changes.map(({ path }) => path)).toEqual(['of-then'])
    expect(plan.notes[0]).toBe(
      `${only} stays as it is. With it, P17 would refuse the account of pc-switcher: AllowUsers alice in ${only}.`,
    )
    await call('p17', calls.etcRestoreRun, { planId: plan.planId, services: [] })
    expect(await shellOn('p17', `cat /etc/of-then; ls ${only} 2>/dev/null || true`)).toBe('then\n')
  })
})
