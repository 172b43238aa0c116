/** What the placer puts in place: every kind of thing, with all that it has. */
import { statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { placeWhole } from '../../src-main/commons/placing/on-machine/place-whole.ts'
import { placeLines } from '../../src-main/tools/files/place-lines.ts'
import {
  describeTree,
  linesFor,
  makePlaceTrees,
  oddNames,
  outcomes,
  pathsIn,
  place,
  placeAll,
  remove,
} from './place-trees.ts'
import { sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'
import { ownFolder } from '../own-folder.ts'

const trees = forAllTests(() => makePlaceTrees())
beforeEach(() => trees.empty())

const inSource = (script: string) => trees.bash(script, trees.source)
const contents = (name: string) => trees.bash(`cat ${name}`)
const placed = (count: number) => Array.from({ length: count }, () => 'placed')

/** Every kind, with everything that a thing can have. */
const everything = `
  for name in ${oddNames.join(' ')}; do
    mkdir -- folder-"\${name:0:200}" ./"$name"; echo "in $name" > ./"$name"/./"$name"
    ln -s -- "$name" ./"$name"/link; mkfifo -m 0640 ./"$name"/fifo
  done
  mkdir d; echo letter > d/letter; : > d/empty; seq 50000 > d/long
  printf %5000s > d/holes; truncate -s 3M d/holes; printf end >> d/holes
  cp /bin/true d/run; chown 1000:1000 d/run; chmod 6755 d/run; setcap cap_net_raw+ep d/run
  chmod 2771 d; chown 1001:1002 d d/letter; chown -h 1003:1004 ./*/link
  setfacl -m u:1000:rw,m::r d/letter; setfacl -m u:1000:rwx -d -m u:1000:rx d
  setfattr -n user.note -v 'words' d/letter d; setfattr -n user.bytes -v 0x00ff0a d/empty; setfattr -n user.none d/empty
  setfattr -n trusted.t -v t d/long d; setfattr -h -n trusted.l -v l ./*/link
  ln -s /etc/passwd d/absolute; ln -s nowhere d/dangling; ln -s "$(printf 'x%.0s' {1..4000})" d/far
  mkdir d/closed; chmod 0 d/closed d/empty
  touch -h -d '1964-02-03 04:05:06.123456789' d/letter d/far -- -rf/fifo
  touch -d '2200-01-01 00:00:00.000000001' d/closed d`

describe('the placer', () => {
  it('places files, folders, links and FIFOs of any name with all they have', async () => {
    inSource(everything)
    const results = await trees.place(linesFor(trees.source), undefined)
    expect(new Set(outcomes(results))).toEqual(new Set(['placed', 'already']))
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
    const stat = statSync(path.join(trees.live, 'd/letter'), { bigint: true })
    const letter = results.find((result) => result.path === 'd/letter')
    expect(letter).toMatchObject({ inode: String(stat.ino), isSeparate: false })
    expect(letter).toMatchObject({
      changed: `${stat.ctimeNs / 10n ** 9n}.${String(stat.ctimeNs % 10n ** 9n).padStart(9, '0')}`,
    })
  })

  it('finds everything already there when it is asked again', async () => {
    trees.bash('echo gone > gone; mkdir folder; ln gone folder/linked; echo old > kept')
    inSource(`${everything}; ln d/letter linked; ln d/far far; echo new > kept`)
    const expected = trees.freeze()
    const lines = [...remove('gone', 'folder/linked', 'folder', 'never/there'), ...linesFor(trees.source)]
    await trees.place(lines, expected)
    const before = trees.bash('find . -printf "%p %i %C@\\n"')
    expect(new Set(outcomes(await trees.place(lines, expected)))).toEqual(new Set(['already', 'absent']))
    expect(trees.bash('find . -printf "%p %i %C@\\n"')).toBe(before)
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
  })

  const kinds = {
    nothing: ':',
    file: 'echo $word > x; chown 1000:1000 x; chmod 4711 x',
    folder: 'mkdir x; chmod 2750 x; setfattr -n user.word -v $word x',
    link: 'ln -s $word x; chown -h 1000:1000 x',
    fifo: 'mkfifo x; chmod 0604 x',
    socket: `perl -MSocket -e 'socket(S, AF_UNIX, SOCK_STREAM, 0); bind(S, sockaddr_un("x")) or die'`,
  }
  const changes = Object.keys(kinds).flatMap((from) =>
    ['file', 'folder', 'link', 'fifo'].map(
      (to) => ({ from, to }) as { from: keyof typeof kinds; to: keyof typeof kinds },
    ),
  )
  it.each(changes)('places a $to over a $from', async ({ from, to }) => {
    trees.bash(`word=old; ${kinds[from]}`)
    inSource(`word=new; ${kinds[to]}`)
    const expected = trees.freeze()
    expect(outcomes(await trees.place(place('x'), expected))).toEqual(['placed'])
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
    expect(pathsIn(trees.live)).toEqual(['x'])
    expect(outcomes(await trees.place(place('x'), expected))).toEqual(['already'])
  })

  it.each(Object.keys(kinds) as (keyof typeof kinds)[])('removes a %s', async (kind) => {
    trees.bash(`word=old; ${kinds[kind]}`)
    expect(outcomes(await trees.place(remove('x'), trees.freeze()))).toEqual([
      kind === 'nothing' ? 'absent' : 'removed',
    ])
    expect(pathsIn(trees.live)).toEqual([])
  })

  it('does no line before all is ready, and none where that fails', async () => {
    inSource('echo new > a')
    const request = trees.request(place('a'), undefined)
    const told: string[] = []
    // Long enough for the program to have done the line, had it been given it.
    const ready = setTimeout(300).then(() => pathsIn(trees.live))
    await placeLines(request, ({ outcome }) => told.push(outcome), { ready })
    expect(await ready).toEqual([])
    expect(told).toEqual(['placed'])
    const failing = { ready: Promise.reject(new Error('no room')) }
    const going = placeLines({ ...request, lines: remove('a') }, ({ outcome }) => told.push(outcome), failing)
    await expect(going).rejects.toThrow('no room')
    expect(told).toEqual(['placed'])
    expect(contents('a')).toBe('new\n')
  })

  it('is not over before what was begun beside it', async () => {
    const request = { ...trees.request(place('a'), undefined), sourceRoot: path.join(trees.top, 'missing') }
    let isBegun = false
    const begin = async () => {
      await setTimeout(200)
      isBegun = true
    }
    await expect(placeWhole(request, () => expect.unreachable(), { begin })).rejects.toMatchObject({
      code: 'tool-failed',
    })
    expect(isBegun).toBe(true)
  })

  it('neither replaces nor removes a folder that holds something', async () => {
    trees.bash('mkdir a b; echo mine > a/mine; echo mine > b/mine')
    inSource('echo file > a')
    const before = describeTree(trees.live)
    const lines = [...place('a'), ...remove('b')]
    expect(outcomes(await trees.place(lines, trees.freeze()))).toEqual(['left: not-empty', 'left: not-empty'])
    expect(describeTree(trees.live)).toBe(before)
  })

  it('refuses sockets, devices and what the source does not have', async () => {
    inSource(`mknod device c 1 3; ${kinds.socket}`)
    const results = await trees.place(place('device', 'x', 'gone'), undefined)
    expect(new Set(outcomes(results))).toEqual(new Set(['left: refused']))
    expect(pathsIn(trees.live)).toEqual([])
  })

  it('makes the attributes of a folder that is there the same, whoever changed them, and sets its times at the end', async () => {
    trees.bash('mkdir d; setfattr -n user.old -v old d; setfacl -d -m u:1000:rwx d')
    inSource('mkdir d; echo x > d/x; setfattr -n user.new -v new d; chmod 3751 d; chown 7:8 d; touch -d @5.5 d')
    const expected = trees.freeze()
    trees.bash('chmod 700 d')
    expect(outcomes(await trees.place(place('d', 'd/x', 'd'), expected))).toEqual(placed(3))
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
  })

  it('leaves nothing of a default ACL of the folder on what has no ACL', async () => {
    trees.bash('mkdir d; setfacl -d -m u:1000:rwx,g:5:rx d')
    inSource(
      'mkdir d d/sub; setfacl -d -m u:1000:rwx,g:5:rx d; rm -d d/sub; mkdir other; mv other d/sub; echo x > x; mv x d; mkfifo d/f',
    )
    inSource('setfacl -b d/f d/x; setfacl -bk d/sub')
    await trees.place(place('d/sub', 'd/x', 'd/f', 'd/sub', 'd'), trees.freeze())
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
  })

  it('walks paths that are longer than a path may be', async () => {
    const script = 'for i in {1..25}; do mkdir "$(printf "n%.0s" {1..250})"; cd n*; done; echo deep > deep; ls'
    inSource(script)
    const [lines, deep] = [linesFor(trees.source), pathsIn(trees.source).at(-1) ?? '']
    expect(deep.length).toBeGreaterThan(6000)
    await trees.place(lines, undefined)
    expect(pathsIn(trees.live).at(-1)).toBe(deep)
    expect(trees.bash('for i in {1..25}; do cd n*; done; cat deep')).toBe('deep\n')
    expect(outcomes(await trees.place(remove(deep), trees.freeze()))).toEqual(['removed'])
  })
})

describe('contents', () => {
  const blocks = (tree: string, name: string) => Number(trees.bash(`stat -c %b ${name}`, tree))
  const isNocow = (name: string) => trees.bash(`lsattr -d ${name}`).split(' ')[0]?.includes('C')

  it('are shared with the source on one file system', async () => {
    inSource('head -c 5M /dev/urandom > big')
    await trees.place(place('big'), undefined)
    sh('sync', '--file-system', trees.top)
    const shared = trees.bash(`btrfs filesystem du --raw big | tail -1 | awk '{ print $3 }'`)
    expect(Number(shared)).toBe(5 * 1024 * 1024)
  })

  it('are copied from another file system, with their holes', async () => {
    const elsewhere = ownFolder('place-source')
    const script =
      'seq 99999 > a; truncate -s 9M holes; printf x | dd of=holes bs=1 seek=5M conv=notrunc status=none; truncate -s 3M hole; : > none'
    trees.bash(script, elsewhere)
    const request = { ...trees.request(linesFor(elsewhere), undefined), sourceRoot: elsewhere }
    expect(outcomes(await placeAll(request))).toEqual(placed(4))
    expect(describeTree(trees.live)).toBe(describeTree(elsewhere))
    sh('sync', '--file-system', trees.top)
    expect(blocks(trees.live, 'hole')).toBe(0)
    expect(blocks(trees.live, 'holes')).toBeLessThan(1000)
    expect(outcomes(await placeAll(request))).toEqual(['already', 'already', 'already', 'already'])
  })

  it('stay not copied on write where they were', async () => {
    trees.bash(
      'touch image none; chattr +C image none; echo old > image; mkdir d; chattr +C d; echo old > plain; touch link',
    )
    inSource('seq 99999 > image; : > none; mkdir d; seq 5 > d/new; echo new > plain; ln -s x link')
    const expected = trees.freeze()
    await trees.place(place('image', 'none', 'd/new', 'plain', 'link'), expected)
    expect(['image', 'none', 'd/new', 'plain'].map(isNocow)).toEqual([true, true, true, false])
    expect(contents('image d/new')).toBe(inSource('cat image d/new'))
  })
})

describe('how a disk stores it', () => {
  const flagged = (tree: string) =>
    trees
      .bash('lsattr -R -a . | grep -v "/\\.\\.\\?$" | awk \'$1 ~ /C/ { print $2 }\' | sort', tree)
      .split('\n')
      .slice(0, -1)

  it('is what the source has for what is new, and stays with what is there', async () => {
    inSource(`mkdir vm vm/inner both; chattr +C vm vm/inner both; head -c 1M /dev/urandom > vm/disk; echo s > vm/small
      touch image; chattr +C image; head -c 1M /dev/urandom > image; head -c 1M /dev/urandom > both/disk`)
    trees.bash('mkdir both')
    await trees.place(linesFor(trees.source), trees.freeze())
    expect(flagged(trees.live)).toEqual(['./both/disk', './image', './vm', './vm/disk', './vm/inner', './vm/small'])
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
    const shared = trees.bash('filefrag -v vm/disk | grep -c shared; filefrag -v image | grep -c shared')
    expect(shared).toBe('1\n1\n')
  })

  it('is what the folder around gives where that is compressed', async () => {
    inSource('mkdir packed; mkdir packed/vm; chattr +C packed/vm; head -c 1M /dev/zero > packed/vm/disk')
    trees.bash('mkdir packed; btrfs property set packed compression zstd')
    const results = await trees.place(linesFor(trees.source), trees.freeze())
    expect(new Set(outcomes(results))).toEqual(new Set(['placed']))
    expect(flagged(trees.live)).toEqual([])
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
  })
})

describe('hard links', () => {
  const groups = () => trees.bash('stat -c %i a b c d').trim().split('\n')

  it('become one inode where they are one in the source', async () => {
    trees.bash('echo 1 > a; echo 2 > b; ln -s x l')
    inSource('echo new > a; chmod 4755 a; mkdir sub; ln a b; ln a c; ln a sub/d; ln -s to l; ln l m; mkfifo f; ln f g')
    const results = await trees.place(linesFor(trees.source), trees.freeze())
    expect(new Set(outcomes(results))).toEqual(new Set(['placed']))
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
    expect(
      new Set(results.filter(({ path }) => /^[abc]$/.test(path)).map((each) => 'inode' in each && each.inode)).size,
    ).toBe(1)
  })

  it('are separated where they are separate in the source, though one changes the change time of the others', async () => {
    trees.bash('echo old > a; ln a b; ln a c; ln a d')
    inSource('echo a > a; echo b > b; echo d > d')
    const lines = [...place('a', 'b'), ...remove('c'), ...place('d')]
    expect(outcomes(await trees.place(lines, trees.freeze()))).toEqual(['placed', 'placed', 'removed', 'placed'])
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
  })

  it('change roles', async () => {
    trees.bash('echo 1 > a; ln a b; echo 2 > c; ln c d')
    inSource('echo x > a; ln a c; echo y > b; ln b d')
    expect(outcomes(await trees.place(place('a', 'b', 'c', 'd'), trees.freeze()))).toEqual(placed(4))
    const [a, b, c, d] = groups()
    expect([a === c, b === d, a === b]).toEqual([true, true, false])
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
  })

  it('are joined with what is already equal, in the order of the lines', async () => {
    trees.bash('echo old > a; echo old > b; echo old > c')
    inSource('echo new > a; touch -d @7 a; ln a b; ln a c; ln a d')
    const expected = trees.freeze()
    trees.bash(`cp -a ${trees.source}/a a; cp -a ${trees.source}/b b`)
    expect(outcomes(await trees.place(place('a', 'b', 'c', 'd'), expected))).toEqual([
      'already',
      'placed',
      'placed',
      'placed',
    ])
    expect(new Set(groups()).size).toBe(1)
  })

  it('are joined with a first one that stays as it is, though a name of it goes', async () => {
    trees.bash('echo same > a; touch -d @7 a; ln a b; ln a c; echo old > d')
    inSource('echo same > a; touch -d @7 a; ln a b; ln a d; echo other > c')
    const expected = trees.freeze()
    const lines = [{ path: 'a', action: 'lead' } as const, ...place('c', 'd')]
    expect(outcomes(await trees.place(lines, expected))).toEqual(['already', 'placed', 'placed'])
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
    const [a, b, c, d] = groups()
    expect([a === b, a === d, a === c]).toEqual([true, true, false])
  })

  it('replace a first one that should stay and is another', async () => {
    trees.bash('echo old > a')
    inSource('echo new > a; ln a b')
    const lines = [{ path: 'a', action: 'lead' } as const, ...place('b')]
    expect(outcomes(await trees.place(lines, trees.freeze()))).toEqual(['placed', 'placed'])
    expect(describeTree(trees.live)).toBe(describeTree(trees.source))
  })

  it('are told as separate where they cannot be one', async () => {
    sh('btrfs', '-q', 'subvolume', 'create', path.join(trees.live, 'nested'))
    inSource('echo x > a; mkdir nested; ln a nested/b; ln a nested/c')
    const results = await trees.place(place('a', 'nested/b', 'nested/c'), trees.freeze())
    expect(results).toMatchObject([{ isSeparate: false }, { isSeparate: true }, { isSeparate: false }])
    expect(trees.bash('stat -c %h a nested/b nested/c')).toBe('1\n2\n2\n')
  })

  it('are not joined with what somebody changed meanwhile', async () => {
    inSource('echo x > a; ln a z; for i in {1..900}; do echo $i > f$i; done')
    const paths = ['a', ...Array.from({ length: 900 }, (_none, n) => `f${n + 1}`), 'z']
    const told: unknown[] = []
    await placeLines(
      trees.request(place(...paths), undefined),
      (result) => {
        if (result.path === 'a') trees.bash('echo mine >> a')
        told.push(result)
      },
      {},
    )
    expect(told.at(-1)).toMatchObject({ outcome: 'placed', isSeparate: true })
    expect(contents('a z')).toBe('x\nmine\nx\n')
  })
})
