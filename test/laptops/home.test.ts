/** /home in both directions, with everything that a home may hold; without the engine and the other steps. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import { packLines } from '../../src-main/domains/home-sync/placing-lines.ts'
import { placeHome, receiveHome } from '../../src-main/domains/home-sync/verbs.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, commit, laptops, read, subjectOf, write } from '../laptops-alice.ts'
import { describeHistories } from '../laptops-histories.ts'
import { installFrom, projectWithCache, withoutCache } from '../npm-without-network.ts'
import { noticesOf, homeOf, planHome, privateOf, switchHome, type HomeSwitch } from '../laptops-home.ts'
import { historiesOfAttributes } from './histories/attributes.ts'
import { historiesOfFileSets } from './histories/file-sets.ts'
import { historiesOfKinds } from './histories/kinds.ts'
import { historiesOfMeanwhile } from './histories/meanwhile.ts'
import { historiesOfNames } from './histories/names.ts'
import { beginOnP17, historiesOfRepositories } from './histories/repositories.ts'
import { historiesOfStaying } from './histories/staying.ts'
import { historiesOfSystemState } from './histories/system-state.ts'

/** Only xps has these from the beginning; the last one is a repository, where a commit of its own is kept. */
const ofXps = [
  './alice/Documents/written on the train.txt',
  './alice/Games',
  './alice/Pictures/xps-webcam',
  './alice/projects/dotfiles/.git',
]

let open: HomeSwitch | undefined
const opened = async (home: Promise<HomeSwitch>) => (open = await home)

/** A switch from p17 that is stopped once `countThere` says on xps that some of it is in its place. */
async function brokenOff(answers: Answers, countThere: string): Promise<HomeSwitch> {
  const first = await planHome('p17')
  const stop = new AbortController()
  const running = first.run(answers, stop.signal).catch((error: unknown) => error)
  for (let waited = 0; waited < 600; waited++) {
    if (Number(await shellOn('xps', countThere)) > 100) break
  }
  stop.abort()
  expect(await running).toBeInstanceOf(Error)
  await first.close()
  return first
}

describe('home folders', () => {
  let privateBefore: { readonly p17: string; readonly xps: string }

  beforeAll(async () => {
    privateBefore = { p17: await privateOf('p17'), xps: await privateOf('xps') }
  })
  afterEach(async () => {
    await open?.close()
    open = undefined
  })

  it('makes xps like p17 the first time, everything that a file can have included', async () => {
    await shellOn('xps', asAlice(`cd projects/dotfiles; git checkout -q -b unpushed; ${commit('never pushed')}`))
    const { item, preview } = await switchHome('p17', { 'home:projects/dotfiles': 'take' })
    const open = preview.questions.filter(({ safeDefault }) => safeDefault === undefined)
    expect(open).toMatchObject([
      { id: 'home:projects/dotfiles', versions: [{}, { what: 'unpushed: never pushed', isNewer: true }] },
    ])
    expect(preview.questions.length).toBeLessThan(60)
    expect(item).toMatchObject({ verdict: 'as-chosen', differences: [] })
    expect(item.text).toMatch(
      /\d copied files compared byte by byte on arrival and unchanged in place, \d+ more and a sample/,
    )
    expect(await homeOf('xps', ofXps)).toBe(await homeOf('p17', ofXps))
  })

  it('leaves on each laptop what is its own, and on xps what only xps had', async () => {
    expect({ p17: await privateOf('p17'), xps: await privateOf('xps') }).toEqual(privateBefore)
    expect(await read('xps', 'Documents/written on the train.txt')).not.toContain('ABSENT')
    expect(await shellOn('p17', 'ls /home/alice/Games 2>&1 || true')).toContain('No such file')
  })

  it('keeps a commit that only xps had, in the repository that came from p17', async () => {
    expect(await subjectOf('xps', 'projects/dotfiles', 'refs/laptops/xps/heads/unpushed')).toBe('never pushed')
    expect(await shellOn('xps', asAlice('git -C projects/dotfiles symbolic-ref HEAD'))).toBe('refs/heads/main\n')
  })

  it('finds nothing to do right after', async () => {
    const home = await opened(planHome('p17'))
    expect(home.plan.taken.tally).toEqual({ added: 0, changed: 0, deleted: 0, bytes: 0 })
    expect(home.plan.whole).toEqual({})
    expect(home.preview.questions.map(({ safeDefault }) => safeDefault)).toEqual(['keep', 'keep', 'keep'])
  })

  it('lists either home no more often than the plan and the proof need when there is nothing to do', async () => {
    const home = await opened(planHome('p17'))
    await home.run()
    await home.verify()
    const scans = (host: string) => home.asked.filter((one) => one === `${host} home.scan`).length
    // For the plan and the proof.
    expect(scans('xps')).toBe(2)
    // For the plan, for what the switch itself recorded, and as the last look; after what that is beside again, where it takes more than a second.
    expect([3, 4]).toContain(scans('p17'))
  })

  it('lists the home that is taken no more often when there is something to do', async () => {
    await shellOn('p17', asAlice('echo once > looked-at-once.txt'))
    const home = await opened(planHome('p17'))
    await home.run()
    expect((await home.verify()).item).toMatchObject({ verdict: 'as-chosen', differences: [] })
    const scans = (host: string) => home.asked.filter((one) => one === `${host} home.scan`).length
    // For the plan and the proof.
    expect(scans('xps')).toBe(2)
    // For the plan, beside placing, and as the last look; after what it is beside again, where that takes more than a second.
    expect([3, 4, 5]).toContain(scans('p17'))
    await home.record()
  })

  it('brings what the switch itself records after the plan, also when nothing else changed', async () => {
    const record = () =>
      shellOn('p17', asAlice('mkdir -p system-state/packages; echo list > system-state/packages/late.json'))
    const { item, notes } = await switchHome('p17', {}, { planned: record })
    expect(await read('xps', 'system-state/packages/late.json')).toBe('list\n')
    expect(item).toMatchObject({ verdict: 'as-chosen', differences: [] })
    expect(notes.join()).not.toContain('late.json')
    for (const host of laptops) await shellOn(host, asAlice('rm -r system-state'))
  })

  it('brings a day of work on xps back to p17: changes, new files, renames and deletions, and what xps had kept', async () => {
    await shellOn(
      'xps',
      `cd /home/alice
      echo more >> Documents/plan.md; mv Documents/letters Documents/post; rm -r Documents/notes/0
      mkdir -p new/empty 'new/with space'; echo n > 'new/with space/ü.txt'; ln -s ../nowhere new/link
      mkfifo new/pipe; echo t > new/.syncthing.mine.tmp; touch -d 2001-01-01 new/.syncthing.mine.tmp; printf x > new/$'not utf8 \\xff'; mkdir new/$'folder \\xfe'; echo in > new/$'folder \\xfe/inside'
      echo a > new/hard-1; ln new/hard-1 new/hard-2; cp /bin/true new/set-id; chown -R alice:alice new; chmod 4755 new/set-id
      cp /bin/true new/capable; setcap cap_net_raw+ep new/capable; truncate -s 5M new/holes; echo end >> new/holes
      rm odd/pipe odd/modes/set-user-id odd/hard/elsewhere/third; rm -r odd/names/$'folder \\xff' odd/deep
      chmod 750 Music; touch -d 2001-02-03T04:05:06.789 odd/empty; rm odd/links/relative; ln -s elsewhere odd/links/relative`,
    )
    const { item, plan } = await switchHome('xps')
    expect(plan.decisions).toEqual([])
    expect(item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await homeOf('p17')).toBe(await homeOf('xps'))
    expect(await read('p17', 'Documents/written on the train.txt')).not.toContain('ABSENT')
    expect({ p17: await privateOf('p17'), xps: await privateOf('xps') }).toEqual(privateBefore)
  })

  describe('side by side', () => {
    describeHistories(
      [
        { from: 'p17', verdict: 'as-chosen' },
        { from: 'p17', verdict: 'left' },
        { from: 'p17', verdict: 'left' },
        { from: 'p17', verdict: 'left' },
        { from: 'xps', verdict: 'same' },
        { from: 'p17', verdict: 'left' },
        { from: 'xps', verdict: 'same' },
        { from: 'p17', verdict: 'as-chosen' },
        { from: 'xps', verdict: 'same' },
      ],
      [
        ...historiesOfAttributes,
        ...historiesOfFileSets,
        ...historiesOfKinds,
        ...historiesOfStaying,
        ...historiesOfMeanwhile,
        ...historiesOfNames,
        ...historiesOfRepositories,
        ...historiesOfSystemState,
      ],
    )
    afterAll(async () => {
      for (const host of laptops) await shellOn(host, 'rm -r /home/alice/system-state')
    })
  })

  it('asks about what both changed and does nothing before there is an answer', async () => {
    await shellOn(
      'p17',
      write('Documents/plan.md', 'written on p17') + '; ' + write('Documents/second.txt', 'p17 again'),
    )
    await shellOn(
      'xps',
      write('Documents/plan.md', 'xps wrote this') + '; ' + write('Documents/second.txt', 'xps: longer'),
    )
    const home = await opened(planHome('p17'))
    const asked = home.preview.questions.filter(({ safeDefault }) => safeDefault === undefined).map(({ id }) => id)
    expect(asked).toEqual(['home:Documents/plan.md', 'home:Documents/second.txt'])
    await expect(home.run()).rejects.toMatchObject({ code: 'needs-answers' })
    expect(await read('xps', 'Documents/plan.md')).toBe('xps wrote this\n')
  })

  it('takes one version and keeps the other, as it was answered; what was kept travels on the way back', async () => {
    const answers = { 'home:Documents/plan.md': 'keep', 'home:Documents/second.txt': 'take' }
    const { item } = await switchHome('p17', answers)
    expect(item).toMatchObject({ verdict: 'as-chosen', chosen: ['Documents/plan.md'] })
    expect(await read('xps', 'Documents/plan.md')).toBe('xps wrote this\n')
    expect(await read('xps', 'Documents/second.txt')).toBe('p17 again\n')
    const back = await switchHome('xps')
    expect(back.plan.decisions).toEqual([])
    expect(back.item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await read('p17', 'Documents/plan.md')).toBe('xps wrote this\n')
  })

  it('names what could not be placed and does not claim success', async () => {
    const folder = '/home/alice/Documents/stubborn'
    await shellOn('p17', write('Documents/stubborn/file.txt', 'first'))
    await switchHome('p17')
    await shellOn('p17', `echo second > ${folder}/file.txt`)
    await shellOn('xps', `chattr +i ${folder}`)
    const home = await opened(planHome('p17'))
    expect(noticesOf(home.preview)).toContain('XPS 13 has 1: Documents/stubborn. Not even root can change')
    await home.run()
    const { item } = await home.verify()
    expect(item).toMatchObject({ verdict: 'differs', differences: ['Documents/stubborn/file.txt'] })
    expect(await read('xps', 'Documents/stubborn/file.txt')).toBe('first\n')
    await shellOn('xps', `chattr -i ${folder}`)
    await home.run()
    expect((await home.verify()).item.differences).toEqual([])
    await home.record()
    expect(await read('xps', 'Documents/stubborn/file.txt')).toBe('second\n')
  })

  it('brings developer caches without a question, and removes nothing of them', async () => {
    const { pip, registry } = { pip: '.cache/pip/http-v2', registry: '.cargo/registry/cache' }
    const put = (path: string, text: string) => write(path, text)
    await shellOn(
      'p17',
      `${put(`${pip}/gone`, 'g')}; ${put(`${pip}/both`, 'first')}; ${put(`${registry}/a.crate`, 'a')}`,
    )
    await shellOn('p17', put('.cache/mesa/shader', 'not carried'))
    await switchHome('p17')
    expect(await read('xps', `${registry}/a.crate`)).toBe('a\n')
    expect(await shellOn('xps', 'ls /home/alice/.cache/mesa 2>&1 || true')).toContain('No such file')
    await shellOn(
      'p17',
      `rm /home/alice/${pip}/gone; ${put(`${pip}/both`, 'of p17')}; ${put(`${registry}/b.crate`, 'b')}`,
    )
    await shellOn(
      'xps',
      `rm /home/alice/${registry}/a.crate; ${put(`${pip}/both`, 'of xps')}; ${put(`${pip}/new`, 'n')}`,
    )
    const home = await opened(planHome('p17'))
    expect(home.plan.decisions.filter(({ place }) => /cache|cargo/.test(place))).toEqual([])
    await home.run()
    const { item, notes } = await home.verify()
    expect(item.differences).toEqual([])
    expect(notes).toContain('2 items of developer caches only XPS 13 has. They stay there.')
    await home.record()
    const of = async (host: 'p17' | 'xps') =>
      shellOn(host, `cd /home/alice; cat ${pip}/both; ls ${pip} ${registry} | tr '\\n' ' '`)
    expect(await of('xps')).toBe(`of p17\n${pip}: both gone new  ${registry}: a.crate b.crate `)
    const back = await switchHome('xps')
    expect(back.plan.decisions.filter(({ place }) => /cache|cargo/.test(place))).toEqual([])
    expect(await of('p17')).toBe(await of('xps'))
    // What each laptop has of its own in there is compared later.
    for (const host of laptops) await shellOn(host, 'rm -rf /home/alice/.cache/pip /home/alice/.cache/mesa')
  })

  it('lets npm install on xps without a network, from what came', async () => {
    const archive = await projectWithCache()
    await expect(installFrom(withoutCache(archive))).rejects.toThrow(/npm ci/)
    await shellOn('p17', asAlice(`mkdir road; cd road; base64 -d <<< ${archive} | tar -xz; cp -a .npm ~; rm -r .npm`))
    await switchHome('p17')
    const come = await shellOn('xps', asAlice('tar -cz -C road app -C ~ .npm | base64 -w 0'))
    expect(await installFrom(come)).toBe('tiny is here')
  })

  it('stores a new folder as on the laptop that is left, and names what both have and store in different ways', async () => {
    await shellOn(
      'p17',
      `cd /home/alice; mkdir vm; chattr +C vm Documents; head -c 1M /dev/urandom > vm/disk
        chown -R 1000:1000 vm`,
    )
    const home = await opened(planHome('p17'))
    expect(noticesOf(home.preview)).toContain('P17 has 1: Documents. How a disk stores')
    await home.run()
    expect((await home.verify()).item.differences).toEqual([])
    await home.record()
    expect(await shellOn('xps', 'cd /home/alice; lsattr -d vm vm/disk Documents | cut -c16')).toBe('C\nC\n-\n')
    await shellOn('p17', 'chattr -C /home/alice/Documents')
  })

  it('ends in a proven switch when it was broken off in the middle and run again', async () => {
    await shellOn(
      'p17',
      `mkdir -p /home/alice/bulk; cd /home/alice/bulk; head -c 30000000 /dev/urandom | split -b 20000 -a 4 -d - "file "; chown -R alice:alice .; chmod 4755 "file 0007"; rm -r /home/alice/Music`,
    )
    for (const host of laptops) await shellOn(host, write('written on both', `by ${host}`))
    const answers = { 'home:written on both': 'take' }
    const first = await brokenOff(answers, 'ls /home/alice/bulk 2>/dev/null | wc -l')
    const second = await opened(planHome('p17', first))
    const { bytes, bytesBefore = 0 } = await second.run(answers)
    expect(bytes).toBeGreaterThanOrEqual(30_000_000)
    expect([bytesBefore > 0, bytesBefore < bytes]).toEqual([true, true])
    const { item } = await second.verify(answers)
    expect(item).toMatchObject({ differences: [] })
    expect(item.chosen.filter((name) => name.startsWith('bulk'))).toEqual([])
    expect(await read('xps', 'written on both')).toBe('by p17\n')
    await second.record(answers)
    await second.close()
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await homeOf('p17')).toBe(await homeOf('xps'))
    expect({ p17: await privateOf('p17'), xps: await privateOf('xps') }).toEqual(privateBefore)
  })

  it('gives folders their times back that moved only because it was broken off', async () => {
    await shellOn('p17', 'cd /home/alice/bulk; for file in *; do printf more >> "$file"; done')
    const first = await brokenOff({}, 'find /home/alice/bulk -size -20005c -size +20000c | wc -l')
    const second = await opened(planHome('p17', first))
    await second.run()
    expect((await second.verify()).item).toMatchObject({ differences: [], chosen: [] })
    await second.record()
    expect(await homeOf('p17')).toBe(await homeOf('xps'))
  })

  it('keeps a repository whole in which the person worked after it was broken off, with the commits of both', async () => {
    const repository = 'projects/torn'
    const on = (host: 'p17' | 'xps', script: string) => shellOn(host, asAlice(`cd ${repository}; ${script}`))
    const status = 'git --no-optional-locks status --porcelain; cat a'
    await beginOnP17(repository)
    await switchHome('p17')
    await on('p17', `echo p17 > a; echo new > c; git add .; ${commit('by p17')}`)
    await shellOn('p17', 'cd /home/alice/bulk; for file in *; do printf even-more >> "$file"; done')
    const first = await brokenOff({}, 'find /home/alice/bulk -size +20005c | wc -l')
    expect(await on('xps', `${status}; echo xps > b`)).toBe('1\n')
    const second = await opened(planHome('p17', first))
    await second.run()
    const { item, notes } = await second.verify()
    expect(item).toMatchObject({ verdict: 'left', differences: [] })
    expect(item.left).toMatchObject([{ why: 'changed on XPS 13 during the switch' }])
    expect(await on('xps', status)).toBe(' M b\n1\n')
    expect(await subjectOf('xps', repository, 'HEAD')).toBe('1')
    expect(await on('xps', 'git log --format=%s --glob=refs/laptops/p17')).toContain('by p17')
    expect(notes.join()).toContain('refs/laptops/p17/heads/')
    await second.record()
    await second.close()
    // On the way back the work of either would be lost by the other.
    const back = await opened(planHome('xps'))
    await back.close()
    const asked = back.preview.questions.find(({ id }) => id === `home:${repository}`)
    expect([asked?.id, asked?.safeDefault]).toEqual([`home:${repository}`, undefined])
    const answers = { [`home:${repository}`]: 'take' }
    expect((await switchHome('p17', answers)).plan.decisions).toMatchObject([{ id: `home:${repository}` }])
    expect(await on('xps', `${status} b`)).toBe('p17\n1\n')
    expect(await subjectOf('xps', repository, 'HEAD')).toBe('by p17')
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same' })
  })

  it('asks on the way back about what the laptop that is left did to a file that had come, when its repository stays then', async () => {
    const repository = 'projects/late'
    const on = (host: 'p17' | 'xps', script: string) => shellOn(host, asAlice(`cd ${repository}; ${script}`))
    await beginOnP17(repository)
    await switchHome('p17')
    await on('p17', 'echo first > new')
    const first = await opened(planHome('p17'))
    await first.run()
    expect(await on('xps', 'cat new')).toBe('first\n')
    await first.close()
    await on('p17', 'echo second > new')
    await on('xps', 'echo xps > b')
    const second = await opened(planHome('p17', first))
    await second.run()
    expect((await second.verify()).item).toMatchObject({ verdict: 'left', differences: [] })
    await second.record()
    await second.close()
    const back = await opened(planHome('xps'))
    await back.close()
    const asked = back.preview.questions.find(({ id }) => id === `home:${repository}`)
    expect([asked?.id, asked?.safeDefault]).toEqual([`home:${repository}`, undefined])
    await switchHome('p17', { [`home:${repository}`]: 'take' })
    expect(await on('xps', 'cat new b')).toBe('second\n1\n')
  })

  it('keeps what a program opened for writing after it was broken off, and asks about it the next time', async () => {
    await shellOn('p17', write('sheet', 'first'))
    await switchHome('p17')
    await shellOn(
      'p17',
      `${write('sheet', 'by p17')}; cd /home/alice/bulk; for file in *; do printf again >> "$file"; done`,
    )
    const first = await brokenOff({}, 'find /home/alice/bulk -size +20014c | wc -l')
    expect(await read('xps', 'sheet')).toBe('first\n')
    const open = 'systemd-run --quiet --collect --unit=writer -p User=alice'
    await shellOn('xps', `${open} bash -c 'exec 5>> /home/alice/sheet; exec sleep 3600'; sleep 0.5`)
    const second = await opened(planHome('p17', first))
    await second.run()
    const { item } = await second.verify()
    expect(item).toMatchObject({ verdict: 'left', differences: [] })
    expect(item.left).toEqual([{ why: 'open in a program on XPS 13 during the switch', count: 1, names: ['sheet'] }])
    expect(await read('xps', 'sheet')).toBe('first\n')
    await second.record()
    await second.close()
    await shellOn('xps', 'systemctl stop writer')
    const asked = await switchHome('p17', { 'home:sheet': 'take' })
    expect(asked.plan.decisions).toMatchObject([{ id: 'home:sheet' }])
    expect(asked.item).toMatchObject({ verdict: 'same' })
    expect(await read('xps', 'sheet')).toBe('by p17\n')
  })
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
