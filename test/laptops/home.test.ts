/** /home in both directions, with everything that a home may hold; without the engine and the other steps. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, commit, laptops, read, subjectOf, write } from '../laptops-alice.ts'
import { describeHistories } from '../laptops-histories.ts'
import { installFrom, projectWithCache, withoutCache } from '../npm-without-network.ts'
import { noticesOf, homeOf, planHome, privateOf, switchHome, type HomeSwitch } from '../laptops-home.ts'
import { historiesOfAttributes } from './histories/attributes.ts'
import { historiesOfFileSets } from './histories/file-sets.ts'
import { historiesOfKinds } from './histories/kinds.ts'
import { historiesOfMails } from './histories/mails.ts'
import { historiesOfMeanwhile } from './histories/meanwhile.ts'
import { historiesOfNames } from './histories/names.ts'
import { historiesOfRepositories } from './histories/repositories.ts'
import { historiesOfStaying } from './histories/staying.ts'
import { historiesOfSystemState } from './histories/system-state.ts'
import { historiesOfTouched } from './histories/touched.ts'
import { historiesOfWholeThings } from './histories/whole-things.ts'

/** Only xps has these from the beginning; the last one is a repository, where a commit of its own is kept. */
const ofXps = [
  './alice/Documents/written on the train.txt',
  './alice/Games',
  './alice/Pictures/xps-webcam',
  './alice/projects/dotfiles/.git',
]

let open: HomeSwitch | undefined
const opened = async (home: Promise<HomeSwitch>) => (open = await home)

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
      mkfifo new/pipe; echo t > new/.syncthing.mine; touch -d 2001-01-01 new/.syncthing.mine; printf x > new/$'not utf8 \\xff'; mkdir new/$'folder \\xfe'; echo in > new/$'folder \\xfe/inside'
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
        ...historiesOfMails,
        ...historiesOfStaying,
        ...historiesOfTouched,
        ...historiesOfMeanwhile,
        ...historiesOfNames,
        ...historiesOfRepositories,
        ...historiesOfSystemState,
        ...historiesOfWholeThings,
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

  it('brings what is in a file with holes and nothing of these, and later what changed in it', async () => {
    const told =
      'cd /home/alice/vm; stat -c "%s %b %a %U %Y" raw; getfattr --only-values -n user.note raw; lsattr raw | cut -c16'
    const pieceAt = (gib: number) =>
      `dd if=/home/alice/vm/raw bs=1M skip=${String(gib * 1024)} count=2 status=none | sha256sum`
    await shellOn(
      'p17',
      `cd /home/alice/vm; truncate -s 200G raw; setfattr -n user.note -v kept raw; chmod 640 raw; chown 1000:1000 raw
        head -c 1M /dev/urandom | dd of=raw bs=1M seek=102400 conv=notrunc status=none; touch -d 2001-02-03T04:05:06.789 raw; sync -f .`,
    )
    const first = await switchHome('p17')
    expect(first.item).toMatchObject({ differences: [] })
    expect(first.asked).toContain('xps home.unpackSparse')
    expect(first.plan.room?.bytes).toBeLessThan(10_000_000)
    expect(first.preview.estimate.bytes).toBeLessThan(10_000_000)
    expect(await shellOn('xps', told)).toBe(await shellOn('p17', told))
    expect(await shellOn('xps', pieceAt(100))).toBe(await shellOn('p17', pieceAt(100)))
    await shellOn(
      'p17',
      'printf more | dd of=/home/alice/vm/raw bs=1M seek=153600 conv=notrunc status=none; sync -f /home',
    )
    expect((await switchHome('p17')).item).toMatchObject({ differences: [] })
    expect(await shellOn('xps', told)).toBe(await shellOn('p17', told))
    expect(await shellOn('xps', `${pieceAt(100)}; ${pieceAt(150)}`)).toBe(
      await shellOn('p17', `${pieceAt(100)}; ${pieceAt(150)}`),
    )
    expect(await shellOn('xps', 'find /var/lib/pc-switcher/root/home/sparse -type f 2>/dev/null || true')).toBe('')
    await shellOn('p17', 'rm /home/alice/vm/raw')
    await switchHome('p17', { 'home:vm/-': 'take', 'home:vm/raw/-': 'take' })
  })
})
