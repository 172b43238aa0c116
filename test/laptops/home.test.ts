/** /home in both directions, with everything that a home may hold; without the engine and the other steps. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { shellOn } from '../laptops-agents.ts'
import type { VerificationItem } from '../../src-main/contract/switch-state.ts'
import { placeHome, receiveHome } from '../../src-main/domains/home-sync/verbs.ts'
import { noticesOf, homeOf, planHome, privateOf, switchHome, type HomeSwitch } from '../laptops-home.ts'

const asAlice = (script: string) =>
  `cd /home/alice; runuser -u alice -- bash -euc ${JSON.stringify(script).replaceAll('$', '\\$')}`
const write = (path: string, text: string) =>
  `mkdir -p "$(dirname '/home/alice/${path}')"; echo '${text}' > '/home/alice/${path}'; chown alice:alice '/home/alice/${path}' "$(dirname '/home/alice/${path}')"`
const read = (host: 'p17' | 'xps', path: string) =>
  shellOn(host, `cat '/home/alice/${path}' 2>/dev/null || echo ABSENT`)

/** Only xps has these from the beginning; the last one is a repository, where a commit of its own is kept. */
const ofXps = [
  './alice/Documents/written on the train.txt',
  './alice/Games',
  './alice/Pictures/xps-webcam',
  './alice/projects/dotfiles/.git',
]
const commit = (message: string) => `git -c user.name=a -c user.email=a@b commit -q --allow-empty -m '${message}'`
const subjectOf = async (host: 'p17' | 'xps', repository: string, name: string) =>
  (await shellOn(host, asAlice(`cd ${repository}; git fsck --full >&2; git log -1 --format=%s ${name}`))).trim()

const meanwhile = 'changed on XPS 13 during the switch'
const leftOf = ({ left = [] }: VerificationItem, why: string) => left.find((one) => one.why === why)?.names ?? []

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
    expect(home.preview.questions.map(({ safeDefault }) => safeDefault)).toEqual(['keep', 'keep', 'keep'])
  })

  it('lists either home no more often than the plan and the proof need when there is nothing to do', async () => {
    const home = await opened(planHome('p17'))
    await home.run()
    await home.verify()
    const scans = home.asked.filter((one) => one.endsWith(' home.scan')).sort()
    // On p17 for the plan, for what the switch itself recorded, and as the last look; on xps for the plan and the proof.
    expect(scans).toEqual(['p17 home.scan', 'p17 home.scan', 'p17 home.scan', 'xps home.scan', 'xps home.scan'])
  })

  it('brings what the switch itself records after the plan, also when nothing else changed', async () => {
    const home = await opened(planHome('p17'))
    await shellOn('p17', asAlice('mkdir -p system-state/packages; echo list > system-state/packages/late.json'))
    await home.run()
    expect(await read('xps', 'system-state/packages/late.json')).toBe('list\n')
    const { item, notes } = await home.verify()
    expect(item).toMatchObject({ verdict: 'as-chosen', differences: [] })
    expect(notes.join()).not.toContain('late.json')
    await home.record()
    await home.close()
    for (const host of ['p17', 'xps'] as const) await shellOn(host, asAlice('rm -r system-state'))
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

  it('follows when files become folders, links or programs, and the other way round', async () => {
    await shellOn(
      'p17',
      `cd /home/alice; mkdir kinds; cd kinds
      echo f > file-to-folder; mkdir -p folder-to-file/x; echo f > folder-to-file/x/y; mkdir folder-to-link; echo f > folder-to-link/f
      ln -s /etc link-to-folder; ln -s x link-to-file; mkfifo pipe-to-file; echo f > file-to-pipe; echo f > name; echo f > plain-to-set-id
      cp /bin/true set-id-to-plain; cp /bin/true capable; cp /bin/true capable-no-more; echo l > one; ln one two; echo a > apart-1; cp -p apart-1 apart-2
      mkdir with-key; echo x > with-key/f; btrfs --quiet subvolume create subvolume; echo s > subvolume/f; mkdir to-subvolume; echo s > to-subvolume/f
      mkdir -p $'bytes \xff/deep/er'; echo b > $'bytes \xff/deep/er/f'; mkdir -p .cached-app/sub; echo c > .cached-app/sub/f
      chown -hR alice:alice .; chmod 6755 set-id-to-plain; setcap cap_net_raw+ep capable-no-more`,
    )
    expect((await switchHome('p17')).item).toMatchObject({ differences: [] })
    expect(await homeOf('xps', ofXps)).toBe(await homeOf('p17', ofXps))
    await shellOn(
      'xps',
      `cd /home/alice/kinds
      rm file-to-folder; mkdir file-to-folder; echo n > file-to-folder/n; rm -r folder-to-file; echo n > folder-to-file; rm -r folder-to-link; ln -s /etc folder-to-link
      rm link-to-folder; mkdir link-to-folder; echo n > link-to-folder/passwd; rm link-to-file; echo n > link-to-file; rm pipe-to-file; echo n > pipe-to-file
      rm file-to-pipe; mkfifo file-to-pipe; mv name $'name \xfe'; chmod 4755 plain-to-set-id; chmod 755 set-id-to-plain; setcap cap_net_raw+ep capable
      setcap -r capable-no-more; cp -p two two.new; mv two.new two; ln -f apart-1 apart-2; rm -r $'bytes \xff'; mv .cached-app NAME; mkdir Name
      rm -r subvolume to-subvolume; btrfs --quiet subvolume create to-subvolume; echo s2 > to-subvolume/f; chown -hR alice:alice .
      chmod 4755 plain-to-set-id; setcap cap_net_raw+ep capable`,
    )
    const { item, plan } = await switchHome('xps')
    expect(plan.decisions).toEqual([])
    expect(item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await homeOf('p17')).toBe(await homeOf('xps'))
    expect(await shellOn('p17', 'cat /etc/passwd | head -1')).toContain('root:')
  })

  it('leaves a folder that was deleted when it holds a key, and says so', async () => {
    await shellOn(
      'xps',
      'cp -a /home/alice/.ssh /home/alice/.ssh-before; mkdir -p /home/alice/.mozilla/firefox/p/cache2; echo c > /home/alice/.mozilla/firefox/p/cache2/c',
    )
    await shellOn(
      'p17',
      'mkdir -p /home/alice/.mozilla/firefox/p; echo p > /home/alice/.mozilla/firefox/p/prefs; chown -R alice:alice /home/alice/.mozilla',
    )
    await switchHome('p17')
    await shellOn('p17', 'rm -r /home/alice/.mozilla; mv /home/alice/.ssh /root/ssh-away')
    const home = await opened(planHome('p17'))
    await home.run()
    const { item } = await home.verify()
    expect(item).toMatchObject({ verdict: 'left', differences: [] })
    const holding = 'deleted on P17, but holding files that are always left alone'
    expect(leftOf(item, holding)).toContain('.ssh')
    await home.record()
    expect(await shellOn('xps', 'ls /home/alice/.ssh')).toContain('id_ed25519')
    expect(await shellOn('xps', 'cd /home/alice; find .mozilla -type f')).toBe('.mozilla/firefox/p/cache2/c\n')
    await shellOn('p17', 'mv /root/ssh-away /home/alice/.ssh')
    await shellOn('xps', 'rm -r /home/alice/.ssh-before /home/alice/.mozilla')
    await home.close()
    expect((await switchHome('p17')).item.differences).toEqual([])
    expect({ p17: await privateOf('p17'), xps: await privateOf('xps') }).toEqual(privateBefore)
  })

  it('asks about what both changed and does nothing before there is an answer', async () => {
    const conflict = write('Documents/both.txt', 'base')
    await shellOn('p17', conflict)
    await switchHome('p17')
    await shellOn(
      'p17',
      write('Documents/both.txt', 'written on p17') + '; ' + write('Documents/second.txt', 'p17 again'),
    )
    await shellOn(
      'xps',
      write('Documents/both.txt', 'xps wrote this') + '; ' + write('Documents/second.txt', 'xps: longer'),
    )
    const home = await opened(planHome('p17'))
    const asked = home.preview.questions.filter(({ safeDefault }) => safeDefault === undefined).map(({ id }) => id)
    expect(asked).toEqual(['home:Documents/both.txt', 'home:Documents/second.txt'])
    await expect(home.run()).rejects.toMatchObject({ code: 'needs-answers' })
    expect(await read('xps', 'Documents/both.txt')).toBe('xps wrote this\n')
  })

  it('takes one version and keeps the other, as it was answered; what was kept travels on the way back', async () => {
    const answers = { 'home:Documents/both.txt': 'keep', 'home:Documents/second.txt': 'take' }
    const { item } = await switchHome('p17', answers)
    expect(item).toMatchObject({ verdict: 'as-chosen', chosen: ['Documents/both.txt'] })
    expect(await read('xps', 'Documents/both.txt')).toBe('xps wrote this\n')
    expect(await read('xps', 'Documents/second.txt')).toBe('p17 again\n')
    const back = await switchHome('xps')
    expect(back.plan.decisions).toEqual([])
    expect(back.item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await read('p17', 'Documents/both.txt')).toBe('xps wrote this\n')
  })

  it('keeps what only the other laptop changed, added or deleted, unless it is told to take', async () => {
    await shellOn(
      'xps',
      `cd /home/alice; echo by xps >> Documents/plan.md; echo mine > Documents/mine.txt; rm Documents/both.txt; mkdir -p fresh/sub; echo f > fresh/sub/f
      echo gone > Documents/taken.txt; chown -R alice:alice fresh Documents/*.txt`,
    )
    await shellOn('p17', write('Documents/from p17.txt', 'p17'))
    const { item, preview } = await switchHome('p17', { 'home:Documents/taken.txt': 'take' })
    expect(preview.questions.map(({ id, safeDefault }) => `${id} ${String(safeDefault)}`).sort()).toEqual([
      'home:Documents/both.txt keep',
      'home:Documents/mine.txt keep',
      'home:Documents/plan.md keep',
      'home:Documents/taken.txt keep',
      'home:fresh keep',
    ])
    expect(item).toMatchObject({ verdict: 'as-chosen', differences: [] })
    expect(await read('xps', 'Documents/plan.md')).toContain('by xps')
    expect(await read('xps', 'Documents/mine.txt')).toBe('mine\n')
    expect(await read('xps', 'Documents/both.txt')).toBe('ABSENT\n')
    expect(await read('xps', 'Documents/taken.txt')).toBe('ABSENT\n')
    expect(await read('xps', 'fresh/sub/f')).toBe('f\n')
    expect(await read('xps', 'Documents/from p17.txt')).toBe('p17\n')
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await homeOf('p17')).toBe(await homeOf('xps'))
  })

  it('makes names one file as they are on the laptop that is left, whichever of them comes', async () => {
    const numbers = async (host: 'p17' | 'xps') => {
      const inodes = (await shellOn(host, 'cd /home/alice/Documents; stat -c %i k1 k2 k3 t1 t2 t3')).trim().split('\n')
      return inodes.map((inode) => inodes.indexOf(inode))
    }
    await shellOn('p17', asAlice('cd Documents; echo k > k1; ln k1 k2; echo t > t1; ln t1 t2; ln t1 t3'))
    await switchHome('p17')
    await shellOn('p17', asAlice('cd Documents; ln k1 k3'))
    await shellOn('xps', asAlice('cd Documents; rm t2; echo mine > t2'))
    const { item, preview } = await switchHome('p17', { 'home:Documents/t2': 'take' })
    expect(preview.questions.map(({ id }) => id)).toContain('home:Documents/t2')
    expect(item).toMatchObject({ differences: [] })
    expect(await numbers('xps')).toEqual([0, 0, 0, 3, 3, 3])
    await shellOn('xps', asAlice('cd Documents; rm k1 k2 k3 t1 t2 t3'))
    expect((await switchHome('xps')).item).toMatchObject({ differences: [] })
  })

  it('brings hard links as files of their own where a subvolume of xps lies between them, and says so', async () => {
    await shellOn(
      'p17',
      `${write('across/f', 'first')}; mkdir /home/alice/across/in; chown alice: /home/alice/across/in`,
    )
    await switchHome('p17')
    await shellOn('xps', `cd /home/alice/across; rmdir in; btrfs -q subvolume create in; chown alice: in`)
    await shellOn('p17', 'cd /home/alice/across; ln f in/f; ln f in/g; echo second >> f')
    const { item, notes } = await switchHome('p17')
    expect(item).toMatchObject({ verdict: 'same', differences: [] })
    expect(notes.join(' ')).toContain('across/in/f')
    expect(await read('xps', 'across/in/f')).toBe('first\nsecond\n')
    await shellOn('xps', 'echo third >> /home/alice/across/in/f')
    expect((await switchHome('xps')).item).toMatchObject({ differences: [] })
    expect(await read('p17', 'across/in/f')).toBe('first\nsecond\nthird\n')
    await shellOn('p17', 'rm -r /home/alice/across')
    expect((await switchHome('p17')).item).toMatchObject({ verdict: 'same', differences: [] })
  })

  it('treats a repository as one', async () => {
    const repository = 'projects/unit'
    await shellOn(
      'p17',
      asAlice(
        `git init -q ${repository} && cd ${repository} && echo 1 > a && echo 1 > b && git add . && git -c user.name=a -c user.email=a@b commit -qm 1`,
      ),
    )
    await switchHome('p17')
    await shellOn('p17', `cd /home/alice/${repository}; echo 2 >> a; echo new > c; chown alice: c`)
    await shellOn('xps', `echo 3 >> /home/alice/${repository}/b`)
    const home = await opened(planHome('p17'))
    expect(home.plan.decisions).toMatchObject([{ id: `home:${repository}`, kind: 'both' }])
    await home.close()
    await switchHome('p17', { [`home:${repository}`]: 'keep' })
    expect(await read('xps', `${repository}/a`)).toBe('1\n')
    expect(await read('xps', `${repository}/b`)).toBe('1\n3\n')
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await read('p17', `${repository}/b`)).toBe('1\n3\n')
    expect(await read('p17', `${repository}/c`)).toBe('ABSENT\n')
  })

  it('removes what was deleted in a repository that was kept before, and brings none of it back', async () => {
    const repository = 'projects/unit'
    await shellOn('xps', `cd /home/alice/${repository}; echo 4 >> b; mkdir d; echo d > d/e; chown -R alice: d`)
    await switchHome('xps')
    await shellOn('p17', `echo 5 >> /home/alice/${repository}/a`)
    await shellOn('xps', `echo 6 >> /home/alice/${repository}/b`)
    await switchHome('p17', { [`home:${repository}`]: 'keep' })
    await shellOn('xps', `cd /home/alice/${repository}; rm a d/e; rmdir d; ln -s b d`)
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await shellOn('p17', `cd /home/alice/${repository}; ls -d a 2>/dev/null || readlink d`)).toBe('b\n')
    expect((await switchHome('p17')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await read('xps', `${repository}/a`)).toBe('ABSENT\n')
  })

  it('keeps the commits of a repository that gives way, whatever was answered', async () => {
    const repository = 'projects/unit'
    const id = `home:${repository}`
    const on = (host: 'p17' | 'xps', script: string) => shellOn(host, asAlice(`cd ${repository}; ${script}`))
    await on('p17', commit('one by p17'))
    await on('xps', `${commit('one by xps')}; git checkout -q -b side; ${commit('aside on xps')}`)
    const home = await opened(planHome('p17'))
    expect(home.preview.questions.find((question) => question.id === id)).toMatchObject({
      versions: [
        { laptop: 'P17', what: expect.stringContaining('one by p17') as string, more: '1 commit that XPS 13 lacks' },
        { laptop: 'XPS 13', what: 'side: aside on xps', more: '2 commits that P17 lacks' },
      ],
    })
    await home.run({ [id]: 'take' })
    const { item, notes } = await home.verify({ [id]: 'take' })
    expect(item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(notes.join()).toContain('refs/laptops/xps/heads/side')
    expect(notes.join()).not.toContain('pack')
    await home.record({ [id]: 'take' })
    await home.close()
    expect(await subjectOf('xps', repository, 'HEAD')).toBe('one by p17')
    expect(await subjectOf('xps', repository, 'refs/laptops/xps/heads/side')).toBe('aside on xps')

    await on('p17', `${commit('two by p17')}; git gc -q --prune=now`)
    const next = await switchHome('p17')
    expect(next.plan.decisions).toEqual([])
    expect(next.item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await subjectOf('xps', repository, 'HEAD')).toBe('two by p17')
    expect(await subjectOf('xps', repository, 'refs/laptops/xps/heads/side')).toBe('aside on xps')

    await on('p17', `echo p > only-p17; ${commit('three by p17')}`)
    await on('xps', commit('three by xps'))
    await switchHome('p17', { [id]: 'keep' })
    expect(await subjectOf('xps', repository, 'HEAD')).toBe('three by xps')
    expect(await shellOn('xps', asAlice(`git -C ${repository} log --format=%s --glob=refs/laptops/p17`))).toContain(
      'three by p17',
    )
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await homeOf('p17')).toBe(await homeOf('xps'))
    expect(await read('p17', `${repository}/only-p17`)).toBe('ABSENT\n')
    expect(await shellOn('p17', asAlice(`git -C ${repository} log --format=%s --all`))).toMatch(
      /(?=[^]*three by p17)(?=[^]*three by xps)(?=[^]*aside on xps)/,
    )
  })

  it('keeps what the person did in ~/system-state of the other laptop, files and commits, and takes the lists', async () => {
    const on = (host: 'p17' | 'xps', script: string) => shellOn(host, asAlice(`cd system-state; ${script}`))
    /** As pc-switcher records it on the laptop that is left: after the plan, before anything is copied. */
    const record = (host: 'p17' | 'xps', text: string) =>
      on(host, `mkdir -p packages; echo '${text}' > packages/p17.json; git add packages; ${commit(`record ${text}`)}`)
    await shellOn('p17', asAlice('mkdir system-state; git init -q -b main system-state'))
    await on('p17', `echo mine > README; echo a > etc.stignore; git add .; ${commit('begin')}`)
    await record('p17', 'one')
    await switchHome('p17')
    await on('xps', `echo n > notes.txt; echo x >> README; git add .; ${commit('written on xps')}`)
    const home = await opened(planHome('p17'))
    expect(home.preview.questions.filter(({ id }) => id.startsWith('home:system-state'))).toMatchObject([
      { id: 'home:system-state/README', safeDefault: 'keep' },
      { id: 'home:system-state/notes.txt', safeDefault: 'keep' },
    ])
    await record('p17', 'two')
    await home.run()
    const { item, notes } = await home.verify()
    expect(item).toMatchObject({ differences: [] })
    expect(notes.join()).toContain('Commits of XPS 13 in system-state are kept as: refs/laptops/xps/heads/main')
    await home.record()
    await home.close()
    const both = async (host: 'p17' | 'xps') => ({
      files: await on(host, 'cat notes.txt README packages/p17.json'),
      head: await subjectOf(host, 'system-state', 'HEAD'),
      kept: await subjectOf(host, 'system-state', 'refs/laptops/xps/heads/main'),
    })
    const expected = { files: 'n\nmine\nx\ntwo\n', head: 'record two', kept: 'written on xps' }
    expect(await both('xps')).toEqual(expected)

    await record('p17', 'three')
    expect((await switchHome('p17')).item).toMatchObject({ differences: [] })
    const later = { ...expected, files: expected.files.replace('two', 'three'), head: 'record three' }
    expect(await both('xps')).toEqual(later)
    expect((await switchHome('xps')).item).toMatchObject({ differences: [] })
    expect(await both('p17')).toEqual(later)
  })

  it('keeps a commit that the person made in ~/system-state of the other laptop after the plan', async () => {
    const on = (host: 'p17' | 'xps', script: string) => shellOn(host, asAlice(`cd system-state; ${script}`))
    await on('p17', `echo four > packages/p17.json; git add .; ${commit('record four')}`)
    const home = await opened(planHome('p17'))
    await on('xps', `echo m > more.txt; git add .; ${commit('written meanwhile')}`)
    await home.run()
    expect((await home.verify()).item).toMatchObject({ differences: [] })
    await home.record()
    await home.close()
    expect(await subjectOf('xps', 'system-state', 'HEAD')).toBe('written meanwhile')
    expect(await on('xps', 'cat more.txt')).toBe('m\n')
    expect((await switchHome('xps')).item).toMatchObject({ differences: [] })
    expect(await subjectOf('p17', 'system-state', 'HEAD')).toBe('written meanwhile')
    expect(await subjectOf('p17', 'system-state', 'refs/laptops/p17/heads/main')).toBe('record four')
  })

  it('keeps a ~/system-state that only the other laptop has', async () => {
    const on = (host: 'p17' | 'xps', script: string) => shellOn(host, asAlice(`cd system-state; ${script}`))
    await shellOn('p17', 'rm -r /home/alice/system-state')
    await on('xps', `echo z > last.txt; git add .; ${commit('only on xps')}`)
    const { item } = await switchHome('p17', { 'home:system-state': 'keep' })
    expect(item).toMatchObject({ differences: [] })
    expect(await subjectOf('xps', 'system-state', 'HEAD')).toBe('only on xps')
    expect((await switchHome('xps')).item).toMatchObject({ differences: [] })
    expect(await subjectOf('p17', 'system-state', 'HEAD')).toBe('only on xps')
    for (const host of ['p17', 'xps'] as const) await shellOn(host, 'rm -r /home/alice/system-state')
    await switchHome('p17')
  })

  it('keeps what appears or goes on the other laptop after the plan was made, and says so', async () => {
    await shellOn('p17', write('Documents/brief.txt', 'new on p17'))
    const home = await opened(planHome('p17'))
    await shellOn('xps', write('Documents/just now.txt', 'new on xps'))
    await home.run()
    await shellOn('xps', 'rm /home/alice/Documents/brief.txt')
    const { item } = await home.verify()
    expect(item).toMatchObject({ verdict: 'left', chosen: [], differences: [] })
    expect([...leftOf(item, meanwhile)].sort()).toEqual(['Documents/brief.txt', 'Documents/just now.txt'])
    await home.record()
    expect(await read('xps', 'Documents/just now.txt')).toBe('new on xps\n')
    await home.close()
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await read('p17', 'Documents/brief.txt')).toBe('ABSENT\n')
  })

  it('keeps a folder in which something was changed since the plan when it is gone on the laptop that is left', async () => {
    const files = ['replaced/inside/file', 'replaced/other', 'deleted/inside/file']
    await shellOn('p17', files.map((file) => write(file, 'first')).join('; '))
    await switchHome('p17')
    await shellOn('p17', 'cd /home/alice; rm -r replaced deleted; echo file > replaced')
    const home = await opened(planHome('p17'))
    await shellOn('xps', 'cd /home/alice; echo own >> replaced/inside/file; echo own >> deleted/inside/file')
    await home.run()
    const { item } = await home.verify()
    expect(item).toMatchObject({ verdict: 'left', chosen: [], differences: [] })
    expect(leftOf(item, meanwhile)).toEqual(expect.arrayContaining(['replaced', 'deleted/inside/file']))
    await home.record()
    expect(await read('xps', 'replaced/inside/file')).toBe('first\nown\n')
    expect(await read('xps', 'deleted/inside/file')).toBe('first\nown\n')
    await home.close()
    const answers = { 'home:replaced': 'take', 'home:deleted/inside/file': 'take' }
    const back = await switchHome('xps', answers)
    expect(back.item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await read('p17', 'replaced/inside/file')).toBe('first\nown\n')
  })

  it('keeps, switch after switch, a deleted folder that was kept, one that holds a socket, and the mode of another', async () => {
    await shellOn('p17', ['stays/sub/f', 'socket/f', 'mode/f'].map((file) => write(file, 'first')).join('; '))
    await switchHome('p17')
    await shellOn('p17', 'cd /home/alice; rm -r stays socket')
    await shellOn(
      'xps',
      `cd /home/alice; echo more >> stays/sub/f; chmod 700 mode
      perl -MSocket -e 'socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, sockaddr_un("socket/s")) or die'`,
    )
    const kept = await switchHome('p17', { 'home:stays': 'keep' })
    expect(kept.item).toMatchObject({ verdict: 'left', chosen: ['stays'], differences: [] })
    // Nobody changed the folder meanwhile: it stays because of what is in it, and that is said, before and after.
    expect(leftOf(kept.item, 'deleted on P17, but holding sockets or device files')).toEqual(['socket'])
    expect(leftOf(kept.item, 'different on XPS 13 only')).toEqual(['mode'])
    expect(noticesOf(kept.preview)).toContain('XPS 13 has 1: socket/s.')
    expect((await switchHome('p17')).item).toMatchObject({ verdict: 'left', differences: [] })
    expect(await read('xps', 'stays/sub/f')).toBe('first\nmore\n')
    expect(await shellOn('xps', 'cd /home/alice; ls socket; stat -c %a mode')).toBe('s\n700\n')
    await shellOn('xps', 'rm -r /home/alice/socket')
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await read('p17', 'stays/sub/f')).toBe('first\nmore\n')
    expect(await shellOn('p17', 'stat -c %a /home/alice/mode')).toBe('700\n')
  })

  it('refuses a home that is mounted, instead of copying nothing and calling it the same', async () => {
    await shellOn('p17', 'mount -t tmpfs tmpfs /home/alice')
    try {
      await expect(planHome('p17')).rejects.toMatchObject({
        code: 'invalid-configuration',
        message: 'The home folder of alice, /home/alice, is on a file system of its own.',
      })
    } finally {
      await shellOn('p17', 'umount /home/alice')
    }
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

  it('leaves paths aside that are too long, on either laptop, and says so before', async () => {
    const deep = `perl -e 'chdir "/home/alice"; for (1 .. 18) { mkdir "n" x 230; chdir "n" x 230 } open(my $f, ">", "f"); print $f shift' `
    await shellOn('p17', `${deep} here; chown -R alice: /home/alice/n*; ${write('Documents/shallow.txt', 'comes')}`)
    const first = await switchHome('p17')
    expect(first.item.differences).toEqual([])
    expect(noticesOf(first.preview)).toMatch(/P17 has 1: n{100,}.*shorter names/)
    expect(await read('xps', 'Documents/shallow.txt')).toBe('comes\n')
    await shellOn('xps', `${deep} there; chown -R alice: /home/alice/n*`)
    expect((await switchHome('p17')).item.differences).toEqual([])
    for (const host of ['p17', 'xps'] as const)
      expect(await shellOn(host, `find /home/alice/n* -name f -execdir cat {} +`)).toBe(
        host === 'p17' ? 'here' : 'there',
      )
    for (const host of ['p17', 'xps'] as const) await shellOn(host, 'rm -r /home/alice/n*')
  })

  it('keeps what was written after the plan under the same size and time, and says so', async () => {
    const home = await opened(planHome('p17'))
    await home.run()
    await shellOn(
      'xps',
      `t=$(stat -c %y /home/alice/Documents/plan.md); sed -i s/a/b/ /home/alice/Documents/plan.md; touch -d "$t" /home/alice/Documents/plan.md`,
    )
    const { item } = await home.verify()
    expect(item).toMatchObject({ verdict: 'left', chosen: [], differences: [] })
    expect(leftOf(item, meanwhile)).toEqual(['Documents/plan.md'])
    await home.record()
    await home.close()
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await read('p17', 'Documents/plan.md')).toBe(await read('xps', 'Documents/plan.md'))
  })

  it('asks on the way back about what was done on the laptop that is left to what stays otherwise there', async () => {
    await shellOn('p17', `${write('Documents/chosen.txt', 'both')}; ${write('Documents/late.txt', 'both')}`)
    await switchHome('p17')
    await shellOn('p17', `${write('Documents/chosen.txt', 'p17')}; ${write('Documents/late.txt', 'p17')}`)
    await shellOn('xps', write('Documents/chosen.txt', 'xps wrote this'))
    const home = await opened(planHome('p17'))
    // Neither was there when it was decided.
    await shellOn('p17', write('Documents/chosen.txt', 'p17 afterwards'))
    await shellOn('xps', write('Documents/late.txt', 'xps meanwhile'))
    const answers = { 'home:Documents/chosen.txt': 'keep' }
    await home.run(answers)
    expect((await home.verify(answers)).item).toMatchObject({ chosen: ['Documents/chosen.txt'], differences: [] })
    await home.record(answers)
    await home.close()
    const back = await opened(planHome('xps'))
    expect(back.preview.questions.map(({ id, safeDefault }) => [id, safeDefault])).toEqual([
      ['home:Documents/chosen.txt', undefined],
      ['home:Documents/late.txt', undefined],
    ])
    await back.close()
    const take = Object.fromEntries(back.preview.questions.map(({ id }) => [id, 'take']))
    expect((await switchHome('xps', take)).item).toMatchObject({ verdict: 'same', differences: [] })
    expect(await read('p17', 'Documents/late.txt')).toBe('xps meanwhile\n')
  })

  it('ends in a proven switch when it was broken off in the middle and run again', async () => {
    await shellOn(
      'p17',
      `mkdir -p /home/alice/bulk; cd /home/alice/bulk; for i in $(seq 1500); do head -c 20000 /dev/urandom > "file $i"; done; chown -R alice:alice .; chmod 4755 "file 7"; rm -r /home/alice/Music`,
    )
    const first = await planHome('p17')
    const stop = new AbortController()
    const running = first.run({ 'home:Documents/plan.md': 'take' }, stop.signal).catch((error: unknown) => error)
    for (let waited = 0; waited < 600; waited++) {
      const arrived = Number(await shellOn('xps', 'ls /home/alice/bulk 2>/dev/null | wc -l'))
      if (arrived > 100) break
    }
    stop.abort()
    expect(await running).toBeInstanceOf(Error)
    await first.close()
    const second = await opened(planHome('p17', first))
    await second.run({ 'home:Documents/plan.md': 'take' })
    const { item } = await second.verify()
    expect(item).toMatchObject({ differences: [] })
    expect(item.chosen.filter((name) => name.startsWith('bulk'))).toEqual([])
    await second.record({ 'home:Documents/plan.md': 'take' })
    await second.close()
    expect((await switchHome('xps')).item).toMatchObject({ verdict: 'same', chosen: [], differences: [] })
    expect(await homeOf('p17')).toBe(await homeOf('xps'))
    expect({ p17: await privateOf('p17'), xps: await privateOf('xps') }).toEqual(privateBefore)
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
    const placed = await pair.to.call(placeHome, { switchId, scanId, lines })
    expect(placed).toEqual({ placed: 0, removed: 0, left: lines.map(({ path }) => ({ path, why: 'excluded' })) })
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
      expect.stringMatching(/^Of ~\/shelf only what you included is copied/),
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
})
