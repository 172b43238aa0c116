/** What the person leaves out of /home, and what is remembered of the last switch. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { packLines } from '../../src-main/domains/home-sync/placing-lines.ts'
import { placeHome, receiveHome } from '../../src-main/domains/home-sync/verbs.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, read, write } from '../laptops-alice.ts'
import { noticesOf, homeOf, planHome, switchHome, type HomeSwitch } from '../laptops-home.ts'

let open: HomeSwitch | undefined
const opened = async (home: Promise<HomeSwitch>) => (open = await home)

beforeAll(async () => {
  await switchHome('p17')
})

describe('what the person leaves out', () => {
  const cli = (host: 'p17' | 'xps', words: string) =>
    shellOn(host, asAlice(`pc-switcher home ${words}`)).catch((error: unknown) => String(error))
  const rules = '/home/alice/system-state/home.stignore'

  afterEach(async () => {
    await open?.close()
    open = undefined
  })

  it('is removed nowhere and does not cross, on the way there and back; what is included in it does', async () => {
    for (const name of ['changed', 'deleted', 'same', 'keep/in']) await shellOn('p17', write(`shelf/${name}`, 'base'))
    await switchHome('p17')
    expect(await cli('p17', 'exclude shelf')).toContain('~/shelf will no longer be copied')
    expect(await cli('p17', 'include shelf/keep')).toContain('will be copied by the next switch')
    await shellOn(
      'p17',
      `${write('shelf/changed', 'by p17')}; ${write('shelf/only', 'p17')}; ${write('shelf/keep/in', 'p17')}; rm /home/alice/shelf/deleted`,
    )
    const there = await switchHome('p17')
    expect(there.item).toMatchObject({ differences: [] })
    expect(there.plan.leftOut).toContainEqual({ kind: 'person', count: 3 })
    expect(await read('xps', 'shelf/changed')).toBe('base\n')
    expect(await read('xps', 'shelf/deleted')).toBe('base\n')
    expect(await read('xps', 'shelf/only')).toBe('ABSENT\n')
    expect(await read('xps', 'shelf/keep/in')).toBe('p17\n')
    await shellOn('xps', `${write('shelf/changed', 'by xps')}; ${write('shelf/keep/in', 'xps')}`)
    expect((await switchHome('xps')).item).toMatchObject({ differences: [] })
    expect(await read('p17', 'shelf/changed')).toBe('by p17\n')
    expect(await read('p17', 'shelf/deleted')).toBe('ABSENT\n')
    expect(await read('p17', 'shelf/keep/in')).toBe('xps\n')
  })

  it('has no line at the laptop that is taken, whoever asks for one', async () => {
    const { switchId, pair, plan } = await opened(planHome('p17'))
    const { to: scanId } = plan.scans
    await pair.to.call(receiveHome, { switchId, scanId, seeds: [] })
    const lines = ['alice/shelf/changed', 'alice/.ssh/id_ed25519'].map((path) => ({ path, action: 'remove' as const }))
    const placed = await pair.to.call(placeHome, { switchId, scanId, lines: await packLines(lines) })
    expect(placed).toEqual({
      placed: 0,
      separate: 0,
      removed: 0,
      left: lines.map(({ path }) => ({ path, why: 'excluded' })),
    })
    expect(await read('xps', 'shelf/changed')).toBe('by xps\n')
  })

  it('is told with its rule', async () => {
    await shellOn('p17', asAlice('ln -sfn shelf/changed to-shelf; ln -sfn /etc to-etc'))
    const told = await Promise.all(
      ['shelf/changed', 'shelf', 'shelf/keep/in', '.cache/x', '.ssh/work_key', 'to-shelf', 'to-etc', 'not/there'].map(
        (path) => cli('p17', `explain ${path}`),
      ),
    )
    expect(told).toEqual([
      expect.stringMatching(/^~\/shelf\/changed is not copied: line \d+ of .*home.stignore says \/shelf\./),
      expect.stringMatching(/^Of ~\/shelf only what is included is copied/),
      expect.stringMatching(/^~\/shelf\/keep\/in is copied: line \d+ .* says !\/shelf\/keep/),
      expect.stringMatching(/^~\/.cache\/x is not copied: Caches.*built in as .cache/),
      expect.stringMatching(/^~\/.ssh\/work_key is not copied: Private keys.*found on this laptop/),
      expect.stringMatching(
        /^~\/to-shelf is copied\.\nIt is a link to shelf\/changed.*~\/shelf\/changed is not copied/,
      ),
      expect.stringMatching(/^~\/to-etc is copied\.\nIt is a link to \/etc.*not in your home/),
      expect.stringMatching(/^~\/not\/there is copied\.\nThere is nothing/),
    ])
    expect(JSON.parse(await cli('p17', 'explain --json shelf/changed'))).toMatchObject({
      type: 'home-explanation',
      verdict: 'left-out',
      reason: { source: 'person', text: '/shelf' },
    })
    // With the exit code.
    expect(await cli('p17', 'exclude /etc/hosts')).toMatch(/on p17: 2: .*not in your home folder/)
    expect(await cli('p17', 'include .ssh/id_ed25519')).toMatch(/on p17: 2: [^]*never copied/)
    expect(await cli('p17', 'include .ssh/work_key')).toMatch(/on p17: 1: [^]*is not copied/)
    await shellOn('p17', 'rm /home/alice/to-shelf /home/alice/to-etc')
  })

  it('stops a switch before it begins while a line cannot be read', async () => {
    await shellOn('p17', `cp -p ${rules} /tmp/rules; echo not/anchored >> ${rules}`)
    const { preview } = await opened(planHome('p17'))
    expect(preview.blockers).toMatchObject([
      { code: 'invalid-rules', text: expect.stringContaining('not/anchored') as unknown },
    ])
    await shellOn('p17', `mv /tmp/rules ${rules}`)
  })

  it('is asked about when it is included again and differs, and is not spoken of when it is equal', async () => {
    expect(await cli('p17', 'include shelf')).toContain('will be copied by the next switch')
    const home = await opened(planHome('p17'))
    expect(home.preview.blockers).toEqual([])
    const asked = home.preview.questions.filter(({ id }) => id.includes('shelf'))
    expect(asked.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([
      ['home:shelf/changed', undefined],
      ['home:shelf/deleted', 'keep'],
    ])
    const taken = home.plan.taken.examples.filter(({ path }) => path.startsWith('shelf'))
    expect(taken.map(({ path }) => path)).toEqual(['shelf/only'])
    await home.close()
    await switchHome('p17', { 'home:shelf/changed': 'keep' })
    expect(await read('xps', 'shelf/changed')).toBe('by xps\n')
    expect(await read('xps', 'shelf/deleted')).toBe('base\n')
    expect(await read('xps', 'shelf/only')).toBe('p17\n')
    expect((await switchHome('xps')).item).toMatchObject({ differences: [] })
    expect(await homeOf('p17')).toBe(await homeOf('xps'))
  })

  it('has with it the homes of other accounts, until one is added as a whole', async () => {
    for (const host of ['p17', 'xps'] as const)
      await shellOn(
        host,
        `useradd -m -u 1710 erin; cd /home/erin; echo ${host} > note; echo ${host} > of-${host}; chown erin: *`,
      )
    const note = () => shellOn('xps', 'cat /home/erin/note; ls /home/erin')
    const before = await note()
    const alone = await switchHome('p17')
    expect(alone.plan.leftOut).toContainEqual({ kind: 'account', count: 1 })
    expect(alone.preview.questions.filter(({ id }) => id.includes('erin'))).toEqual([])
    expect(alone.item).toMatchObject({ differences: [] })
    expect(await note()).toBe(before)
    expect(await cli('p17', 'explain /home/erin/note')).toContain(
      'is not copied: it is in the home of another account, erin',
    )
    expect(await cli('p17', 'include /home/erin/note')).toMatch(/on p17: 2: .*home of another account/)
    expect(await cli('p17', 'include /home/erin')).toContain('/home/erin will be copied by the next switch')
    expect(await cli('p17', 'exclusions')).toMatch(/\/home\/erin +copied too/)
    const added = await opened(planHome('p17'))
    const { questions } = added.preview
    await added.close()
    const undecided = questions.filter(({ id, safeDefault }) => id.includes('/home/erin') && safeDefault === undefined)
    expect(undecided.map(({ id }) => id)).toContain('home:/home/erin/note')
    const asked = undecided.map(({ id }) => [id, 'take'] as const)
    expect((await switchHome('p17', Object.fromEntries(asked))).item).toMatchObject({ differences: [] })
    expect(await note()).toBe('p17\nnote\nof-p17\nof-xps\n')
    expect(await shellOn('xps', 'stat -c %U /home/erin/of-p17')).toBe('erin\n')
    expect(await cli('p17', 'exclude /home/erin')).toContain('will no longer be copied')
    expect((await opened(planHome('p17'))).plan.leftOut).toContainEqual({ kind: 'account', count: 1 })
  })
})

describe('a read-only subvolume', () => {
  const freeze = (host: 'p17' | 'xps', name: string, value: boolean) =>
    shellOn(host, `btrfs property set /home/alice/${name} ro ${String(value)}`)

  afterEach(async () => {
    await open?.close()
    open = undefined
  })

  it('is copied from the laptop that has it, and back', async () => {
    await shellOn('p17', `btrfs -q subvolume create /home/alice/archive; ${write('archive/a', 'one')}`)
    await freeze('p17', 'archive', true)
    expect((await switchHome('p17')).item).toMatchObject({ verdict: 'same', differences: [] })
    expect(await read('xps', 'archive/a')).toBe('one\n')
    const back = await switchHome('xps')
    expect(back.item).toMatchObject({ verdict: 'same', differences: [] })
    expect(noticesOf(back.preview)).not.toContain('archive')
  })

  it('stays on the laptop that is taken, and is told where something differs, until it can be written to', async () => {
    await shellOn('xps', write('archive/a', 'of xps'))
    const { preview, item } = await switchHome('xps')
    expect(preview.questions).toEqual([])
    expect(noticesOf(preview)).toContain('P17 has 1: archive. The other laptop has something else there')
    const closed = { why: 'in a read-only subvolume on P17, where nothing can be written', names: ['archive'] }
    expect(item).toMatchObject({ differences: [], left: [closed] })
    expect(item.verdict).not.toBe('same')
    expect(await read('p17', 'archive/a')).toBe('one\n')
    expect(await shellOn('p17', asAlice('pc-switcher home explain archive/a'))).toContain(
      '~/archive, a read-only subvolume',
    )
    // Nobody has chosen either version.
    const there = await opened(planHome('p17'))
    expect(there.preview.questions.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([
      ['home:archive/a', undefined],
    ])
    await freeze('p17', 'archive', false)
    await shellOn('p17', write('archive/b', 'new'))
    const thawed = await switchHome('xps', { 'home:archive/a': 'take' })
    expect(thawed.item).toMatchObject({ differences: [] })
    expect(await read('p17', 'archive/a')).toBe('of xps\n')
    await switchHome('p17')
    await shellOn('p17', 'btrfs -q subvolume delete /home/alice/archive; cp -a /home/alice/shelf /home/alice/archive')
    expect((await switchHome('p17')).item).toMatchObject({ differences: [] })
  })

  it('that is a snapshot is left out by its name, on whichever laptop it is', async () => {
    await shellOn('xps', 'cd /home/alice; btrfs -q subvolume create live; btrfs -q subvolume snapshot -r live snap')
    await shellOn('p17', write('snap/a', 'of p17'))
    const home = await opened(planHome('p17'))
    expect(noticesOf(home.preview)).toContain('XPS 13 has 1: snap. They are neither copied nor compared')
    expect(await shellOn('xps', asAlice('pc-switcher home explain snap/a'))).toMatch(
      /^~\/snap\/a is not copied: Snapshots and other subvolumes.*found on this laptop/,
    )
    await shellOn('xps', 'cd /home/alice; btrfs -q subvolume delete snap live')
    await shellOn('p17', 'rm -r /home/alice/snap')
  })
})

it('leaves out what a container owns where its number is another account of the system, and takes it from neither laptop', async () => {
  await shellOn(
    'p17',
    'cd /home/alice; mkdir -p shop/pgdata; echo p > shop/pgdata/PG_VERSION; chown -R 961:961 shop/pgdata',
  )
  await shellOn('xps', 'groupadd -g 961 coredump; useradd -r -u 961 -g coredump coredump')
  const there = await switchHome('p17')
  expect(there.preview.blockers).toEqual([])
  const asked = there.preview.questions.find(({ id }) => id === 'home:shop/pgdata/@')
  expect(asked?.safeDefault).toBe('keep')
  expect(asked?.reason).toContain('user 961 (coredump on XPS 13) and group 961 (coredump on XPS 13)')
  const left = { why: 'owned by accounts that are others on XPS 13', names: ['shop/pgdata'] }
  expect(there.item).toMatchObject({
    differences: [],
    left: expect.arrayContaining([expect.objectContaining(left)]) as unknown,
  })
  expect(await shellOn('xps', 'ls -A /home/alice/shop')).toBe('')
  const back = await switchHome('xps')
  expect(back.item).toMatchObject({ differences: [] })
  expect(await shellOn('p17', 'cat /home/alice/shop/pgdata/PG_VERSION')).toBe('p\n')
  await shellOn('p17', 'rm -r /home/alice/shop')
  await shellOn('xps', 'userdel coredump; rm -r /home/alice/shop')
})

describe('what is remembered of the last switch', () => {
  const folder = '/var/lib/pc-switcher/root/home-base'
  /** As long as before, and not as it was written. */
  const damage = (host: 'p17' | 'xps', lists: string) =>
    shellOn(host, `cd ${folder}; for list in ${lists}; do tr a A < $list > /tmp/list; cat /tmp/list > $list; done`)

  it('is set aside where it is damaged, which is told, and the switch is planned from earlier ones, or as a first one', async () => {
    await switchHome('p17')
    const before = (await switchHome('p17')).switchId
    const newest = (await switchHome('p17')).switchId
    await damage('xps', `${newest}.inventory`)
    await shellOn('p17', write('Documents/after damage.txt', 'one'))
    const later = await switchHome('p17')
    expect(later.plan).toMatchObject({ base: before, damaged: { from: false, to: true }, decisions: [] })
    expect(noticesOf(later.preview)).toContain('It was set aside, and changes are counted from the switch before it.')
    expect(later.item).toMatchObject({ verdict: 'same', differences: [] })
    expect(await read('xps', 'Documents/after damage.txt')).toBe('one\n')

    await damage('p17', '*.inventory')
    await shellOn('p17', write('Documents/after damage.txt', 'two, longer'))
    // A file here and a folder there, and the other way round: what only the folder has decides whether it can give way.
    await shellOn('p17', `${write('clash/file', 'file')}; ${write('clash/folder/inside', 'x')}`)
    await shellOn('xps', `${write('clash/file/inside', 'y')}; ${write('clash/folder', 'file')}`)
    const first = await switchHome('p17', {
      'home:clash/*': 'take',
      'home:clash/file/+': 'keep',
      'home:Documents/after damage.txt': 'take',
    })
    expect(first.item.chosen).toEqual(['clash/file/inside', 'clash/file'])
    expect(await read('xps', 'clash/file/inside')).toBe('y\n')
    expect(await read('xps', 'clash/folder/inside')).toBe('x\n')
    expect(first.plan).toMatchObject({ damaged: { from: true, to: false } })
    expect(first.plan).not.toHaveProperty('base')
    expect(noticesOf(first.preview)).toContain("It was set aside, so it isn't known what changed on which laptop.")
    expect(first.item).toMatchObject({ differences: [] })
    expect(await read('xps', 'Documents/after damage.txt')).toBe('two, longer\n')
    expect(await shellOn('p17', `ls ${folder}`)).toMatch(/\.inventory\.damaged-/)

    const { plan, item } = await switchHome('p17', { 'home:clash/file': 'take', 'home:clash/file/inside': 'take' })
    expect(plan).toMatchObject({ base: first.switchId, damaged: { from: false, to: false } })
    expect(item).toMatchObject({ verdict: 'same', differences: [] })
    expect(await read('xps', 'clash/file')).toBe('file\n')
  })
})
