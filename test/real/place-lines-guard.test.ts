/** What the placer leaves alone: what was changed meanwhile, and everything beyond the tree. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { placeLines, type PlaceLine } from '../../src-main/tools/files/place-lines.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import {
  asBob,
  bob,
  describeTree,
  linesFor,
  makePlaceTrees,
  outcomes,
  pathsIn,
  place,
  placeAll,
  remove,
} from './place-trees.ts'
import { forAllTests } from './while-tested.ts'

const trees = forAllTests(() => makePlaceTrees())
beforeEach(() => trees.empty())

const inSource = (script: string) => trees.bash(script, trees.source)
const subvolume = (...names: readonly string[]) =>
  sh('btrfs', '-q', 'subvolume', 'create', path.join(trees.live, ...names))

describe('what is expected', () => {
  const meddlings = {
    'edited in place': 'echo two > x',
    'edited under the same size and time': 'touch -r x ../time; printf "OLD\\n" > x; touch -r ../time x',
    'replaced under the same size and time': 'cp -p x y; printf "OLD\\n" > y; touch -r x y; mv y x',
    'replaced by the same contents with another time': 'cp x y; mv y x',
    'given other rights': 'chmod 600 x',
    'given to another': 'chown 1000 x',
    'given an attribute': 'setfattr -n user.note -v mine x',
    'given an ACL': 'setfacl -m u:1000:r x',
    touched: 'touch x',
    deleted: 'rm x',
    'made a folder': 'rm x; mkdir x',
    'made a link': 'mv x y; ln -s y x',
    'exchanged with another': 'echo other > y; mv y z; mv x y; mv z x',
  }
  it.each(Object.entries(meddlings))('is looked at: a file that was %s is left', async (_words, script) => {
    trees.bash('echo old > x; chmod 644 x')
    inSource('echo new > x')
    const expected = trees.freeze()
    trees.bash(script)
    const before = describeTree(trees.live)
    expect(outcomes(await trees.place(place('x'), expected))).toEqual(['left: changed'])
    const removal = script === 'rm x' ? 'absent' : 'left: changed'
    expect(outcomes(await trees.place(remove('x'), expected))).toEqual([removal])
    expect(describeTree(trees.live)).toBe(before)
  })

  it('is looked at in what waits to be written to the disk: a file edited under the same size and time is left', async () => {
    trees.bash('seq 300000 > x; touch ../time -r x')
    inSource('echo new > x')
    const request = trees.request(place('x'), trees.freeze())
    trees.bash('printf mine | dd of=x conv=notrunc status=none; touch -r ../time x')
    expect(outcomes(await placeAll(request))).toEqual(['left: changed'])
    expect(trees.bash('head -c 4 x')).toBe('mine')
  })

  it.each(['echo mine > x', 'mkdir x; chmod 711 x', 'ln -s mine x', 'mkfifo x; chown 5 x'])(
    'is nothing: what appeared by "%s" is left',
    async (script) => {
      trees.bash('mkdir d')
      inSource('mkdir x d; echo new > d/x')
      const [never, expected] = [undefined, trees.freeze()]
      trees.bash(`${script}; cd d; ${script}`)
      const before = describeTree(trees.live)
      const lines = [...place('x', 'd/x'), ...remove('x')]
      for (const root of [never, expected]) {
        expect(new Set(outcomes(await trees.place(lines, root)))).toEqual(new Set(['left: changed']))
      }
      expect(describeTree(trees.live)).toBe(before)
    },
  )

  it('is still there when only the change time moved', async () => {
    trees.bash('echo old > x; echo old > y; ln -s t z; mkfifo f')
    inSource('echo new > x; ln -s new z; echo f > f')
    const expected = trees.freeze()
    trees.bash('ln x other; chmod 755 y; chmod 644 y; chown -h 0 z; mv f g; mv g f')
    const lines = [...place('x', 'z', 'f'), ...remove('y')]
    expect(outcomes(await trees.place(lines, expected))).toEqual(['placed', 'placed', 'placed', 'removed'])
    expect(trees.bash('cat x f; readlink z; cat other')).toBe('new\nf\nnew\nold\n')
  })

  it('is not what comes if anything differs', async () => {
    const same = (change: string) => {
      inSource('rm -f x; echo new > x; touch -d @5 x; chmod 644 x')
      trees.bash(`rm -f x; cp -a ${trees.source}/x x; ${change}`)
    }
    same(':')
    expect(outcomes(await trees.place(place('x'), undefined))).toEqual(['already'])
    const times = 'touch -d @5 x'
    for (const change of ['touch x', 'chmod 640 x', 'chown 5 x', 'setfattr -n user.a x', `echo NEW > x; ${times}`]) {
      same(change)
      expect([change, ...outcomes(await trees.place(place('x'), undefined))]).toEqual([change, 'left: changed'])
    }
  })

  it('is waited for by nobody: a file on which somebody has a lease is left', async () => {
    trees.bash(`echo old > x; chown ${bob} x`)
    inSource('echo new > x; echo new > y')
    const expected = trees.freeze()
    // F_SETLEASE, F_WRLCK; the kernel gives the holder 45 s to let go (fcntl(2)).
    const lease = `$| = 1; $SIG{IO} = 'IGNORE'; open F, '<', 'x' or die; fcntl(F, 1024, 1) or die; print "on\n"; sleep 60`
    const holder = await asBob(lease, trees.live)
    try {
      const results = await trees.place(place('x', 'y'), expected)
      expect(results[0]).toMatchObject({ why: 'refused', detail: 'open: Resource temporarily unavailable' })
      expect(outcomes(results)).toEqual(['left: refused', 'placed'])
    } finally {
      await holder.stop()
    }
  })
})

describe('the borders of the tree', () => {
  it('are nested subvolumes no more than folders', async () => {
    subvolume('nested')
    subvolume('nested', 'inner')
    subvolume('empty')
    trees.bash('echo old > nested/a; echo old > nested/b; echo old > nested/inner/c')
    inSource(
      'mkdir -p nested/inner nested/new; echo new > nested/a; echo new > nested/inner/c; echo new > nested/new/d',
    )
    const expected = trees.freeze()
    const lines = [...remove('nested/b', 'empty'), ...linesFor(trees.source)]
    const results = outcomes(await trees.place(lines, expected))
    expect(results.filter((outcome) => outcome.startsWith('left'))).toEqual([])
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
    expect(sh('btrfs', 'subvolume', 'list', '-o', trees.live)).toContain('nested')
  })

  it('are mount points, and nothing at or below them is touched', async () => {
    trees.bash('mkdir -p tmp bind folder file below/tmp; echo old > folder/x; echo old > file/x; echo old > target')
    inSource(
      'mkdir -p tmp/sub bind below/tmp; echo new > tmp/x; echo new > bind/x; echo new > below/tmp/x; touch tmp/sub/x; mkdir file; echo new > file/x',
    )
    const expected = trees.freeze()
    const mounts = ['tmp', 'bind', 'below/tmp', 'file/x'].map((name) => path.join(trees.live, name))
    trees.bash(
      'mount -t tmpfs none tmp; mount --bind folder bind; mount -t tmpfs none below/tmp; mount --bind target file/x',
    )
    try {
      trees.bash('echo mounted > tmp/x; mkdir tmp/sub')
      const before = describeTree(trees.live)
      const names = ['tmp', 'bind', 'tmp/x', 'bind/x', 'below/tmp', 'below/tmp/x', 'tmp/sub/x', 'file/x']
      const lines = [...place(...names), ...remove(...names)]
      expect(new Set(outcomes(await trees.place(lines, expected)))).toEqual(new Set(['left: other-file-system']))
      expect(describeTree(trees.live)).toBe(before)
    } finally {
      for (const target of mounts) sh('umount', target)
    }
  })

  it('are not what is mounted there as a part of the tree: lines go on in it, and in nothing else', async () => {
    subvolume('..', 'apart')
    try {
      trees.bash('mkdir part other; echo old > other/x')
      trees.bash('mount --bind ../apart part; mkdir part/deep part/tmp; echo old | tee part/x part/deep/x part/gone')
      inSource(
        'mkdir -p part/deep part/tmp other; echo new | tee part/x part/deep/x part/y part/tmp/x other/x; chmod 700 part; touch -d 2001-02-03 part',
      )
      const expected = trees.freeze()
      trees.bash('mount -t tmpfs none part/tmp; mount --bind ../apart other')
      const placing = (...lines: readonly PlaceLine[]) =>
        placeAll({ ...trees.request(lines, expected), mounted: ['part'] }).then(outcomes)
      expect(await placing(...place('part/x', 'part/deep/x', 'part/y', 'part'))).toEqual(Array(4).fill('placed'))
      expect(trees.bash('cat part/x part/deep/x part/y; stat -c "%a %y" part | cut -c 1-14')).toBe(
        'new\nnew\nnew\n700 2001-02-03\n',
      )
      const beyond = [...place('part/tmp/x', 'other/x', 'other'), ...remove('part', 'part/tmp')]
      expect(new Set(await placing(...beyond))).toEqual(new Set(['left: other-file-system']))
      expect(await placing(...remove('part/gone'))).toEqual(['removed'])
    } finally {
      trees.bash('umount other part/tmp part || true')
      trees.bash('btrfs -q subvolume delete apart', trees.top)
    }
  })

  it('are links, wherever they lead', async () => {
    mkdirSync(path.join(trees.top, 'outside'), { recursive: true })
    trees.bash(
      'rm -rf ../outside/*; echo theirs > ../outside/x; mkdir in; echo in > in/x; mkdir real; echo old > real/x',
    )
    inSource('mkdir a b real; echo new > a/x; echo new > b/x; echo new > real/x; mkdir a/y')
    const expected = trees.freeze()
    trees.bash('ln -s ../outside a; ln -s in b; mv real aside; ln -s aside real')
    const lines = [...place('a/x', 'b/x', 'real/x', 'a/y'), ...remove('real/x', 'a/x')]
    expect(outcomes(await trees.place(lines, expected))).toEqual([
      ...Array.from({ length: 4 }, () => 'left: no-folder'),
      'absent',
      'absent',
    ])
    expect(trees.bash('cat ../outside/* in/x aside/x')).toBe('theirs\nin\nold\n')
    expect(outcomes(await trees.place(place('a'), expected))).toEqual(['left: changed'])
  })

  it('are files where a folder should be, and folders that are missing', async () => {
    trees.bash('echo file > a')
    inSource('mkdir a b; echo x > a/x; echo x > b/x')
    const lines = [...place('a/x', 'b/x'), ...remove('a/x', 'b/x')]
    expect(outcomes(await trees.place(lines, undefined))).toEqual([
      'left: no-folder',
      'left: no-folder',
      'absent',
      'absent',
    ])
  })

  it('are paths that are none', async () => {
    mkdirSync(path.join(trees.top, 'outside'), { recursive: true })
    inSource('echo x > x; mkdir d; echo y > d/y')
    const paths = ['', '.', '..', '/x', 'x/', 'd//y', './x', 'd/../x', '../outside', '../source/x', 'x\0y']
    const results = await trees.place([...place(...paths), ...remove(...paths)], undefined)
    expect(new Set(outcomes(results))).toEqual(new Set(['left: refused']))
    expect(pathsIn(trees.live)).toEqual([])
  })
})

describe('the kernel', () => {
  it.each([
    { what: 'file', flag: 'chattr +i x', undo: 'chattr -i x' },
    { what: 'file that only grows', flag: 'chattr +a x', undo: 'chattr -a x' },
    { what: 'folder', flag: 'chattr +i .', undo: 'chattr -i .' },
    { what: 'folder that only grows', flag: 'chattr +a .', undo: 'chattr -a .' },
  ])(
    'refuses for an immutable $what: it is told, nothing stays behind, and the next line is done',
    async ({ flag, undo }) => {
      trees.bash('mkdir d; echo old > d/x; mkdir d/y; echo old > z')
      inSource('mkdir d d/new; ln -s l d/x; echo new > d/y; mkfifo d/n; echo new > z')
      trees.bash(`cd d; ${flag}`)
      try {
        const before = describeTree(path.join(trees.live, 'd'))
        const lines = [...place('d/x'), ...remove('d/x'), ...place('z')]
        const more = flag.endsWith('.') ? place('d/y', 'd/n', 'd/new') : []
        const results = await trees.place([...lines, ...more], trees.freeze())
        expect(results[0]).toMatchObject({ why: 'refused', detail: /: Operation not permitted$/ })
        expect(outcomes(results)).toEqual([
          'left: refused',
          'left: refused',
          'placed',
          ...more.map(() => 'left: refused'),
        ])
        expect(describeTree(path.join(trees.live, 'd'))).toBe(before)
      } finally {
        trees.bash(`cd d; ${undo}`)
      }
    },
  )

  it('refuses on a full disk, which ends everything and leaves nothing behind', async () => {
    const small = makeLoopBtrfs(128)
    try {
      mkdirSync(path.join(small.top, 'live'))
      inSource('head -c 300M /dev/urandom > big; echo x > a; echo x > z')
      const told: string[] = []
      const request = { ...trees.request(place('a', 'big', 'z'), undefined), liveRoot: path.join(small.top, 'live') }
      const placing = placeLines(request, ({ path: name, outcome }) => told.push(`${name} ${outcome}`), {})
      await expect(placing).rejects.toMatchObject({ code: 'disk-full' })
      expect(told).toEqual(['a placed'])
      expect(pathsIn(path.join(small.top, 'live'))).toEqual(['a'])
    } finally {
      small.remove()
    }
  })

  it('has to have the roots', async () => {
    const request = trees.request(place('x'), undefined)
    for (const changed of [{ liveRoot: '/gone' }, { sourceRoot: '/gone' }, { expectedRoot: '/gone' }, { id: '../x' }]) {
      await expect(placeAll({ ...request, ...changed })).rejects.toMatchObject({ code: 'tool-failed' })
    }
    const stopped = placeLines(request, () => undefined, { signal: AbortSignal.abort() })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect(await placeAll({ ...request, lines: [] })).toEqual([])
  })
})
