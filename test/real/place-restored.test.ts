/** The placer when it restores: what was made ready comes itself, and what was there is kept beside it. */
import { setTimeout as sleep } from 'node:timers/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { clearLeftovers, placeLines, type PlaceLine, type PlaceResult } from '../../src-main/tools/files/place-lines.ts'
import { isLong, randomFor } from '../how-long.ts'
import {
  asBob,
  during,
  bob,
  countOutcomes,
  exchangeForEver,
  makePlaceTrees,
  outcomes,
  placeAll,
} from './place-trees.ts'
import { forAllTests } from './while-tested.ts'

const trees = forAllTests(() => makePlaceTrees())
/** In the same subvolume, and root's alone. */
let staged: string
beforeEach(() => {
  trees.empty()
  staged = path.join(trees.live, 'staged')
  trees.bash('mkdir -m 700 staged')
})

/** Of what tries again and again: the long form takes minutes. */
const longest = isLong ? 900_000 : 120_000

const stage = (script: string) => trees.bash(script, staged)
const restore = (...paths: readonly string[]): PlaceLine[] => paths.map((each) => ({ path: each, action: 'restore' }))
const keep = (...paths: readonly string[]): PlaceLine[] => paths.map((each) => ({ path: each, action: 'keep' }))
const request = (lines: readonly PlaceLine[], expectedRoot: string | undefined) => ({
  ...trees.request(lines, expectedRoot),
  sourceRoot: staged,
})
const run = (lines: readonly PlaceLine[], expectedRoot: string | undefined) => placeAll(request(lines, expectedRoot))
const keptBeside = (results: readonly PlaceResult[]) =>
  results.flatMap((result) => (result.outcome === 'placed' ? result.beside : []))
const ours = () => trees.bash('find . -name ".pc-switcher-*"')

describe('what is restored', () => {
  it('comes itself, whatever it is, with its links, and a folder with all that is in it', async () => {
    trees.bash('echo old > replaced')
    const expected = trees.freeze()
    stage(`
      mkdir -p folder/deep; echo x > folder/deep/x; ln folder/deep/x linked; ln -s /nowhere link; mkfifo pipe
      mknod device c 1 3; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'; echo new > replaced
      setfattr -n security.label -v l linked; touch -d @5 folder`)
    const names = ['folder', 'linked', 'link', 'pipe', 'device', 'socket', 'replaced']
    const facts = (folder: string) => trees.bash(`stat -c '%n %i %f %Y' ${names.join(' ')} folder/deep/x`, folder)
    const before = facts(staged)
    const results = await run(restore(...names), expected)
    expect(new Set(outcomes(results))).toEqual(new Set(['placed']))
    expect(keptBeside(results)).toEqual([])
    expect(facts(trees.live)).toBe(before)
    trees.bash('rm -r staged')
    expect(trees.bash('ls -A; stat -c %h linked; cat replaced')).toBe(`${[...names].sort().join('\n')}\n2\nnew\n`)
  })

  it('keeps beside it what is not in the snapshot, what was chosen, and folders', async () => {
    const all = ['late', 'chosen', 'folder', 'emptied', 'link']
    trees.bash(
      'echo old > late; echo old > chosen; mkdir folder; echo in > folder/in; echo old > emptied; ln -s a link',
    )
    stage('echo new > late; echo new > chosen; echo new > folder; mkdir emptied; echo new > emptied/in; ln -s b link')
    const expected = trees.freeze()
    trees.bash('echo later > late; echo mine > chosen.bak; ln -sfn c link')
    const results = await run(
      [...restore('late'), ...keep('chosen'), ...restore('folder', 'emptied', 'link')],
      expected,
    )
    expect(outcomes(results)).toEqual(all.map(() => 'placed'))
    expect(keptBeside(results)).toEqual(['late.bak', 'chosen.bak2', 'folder.bak', 'emptied.bak', 'link.bak'])
    expect(trees.bash('cat late chosen folder emptied/in; readlink link')).toBe('new\nnew\nnew\nnew\nb\n')
    expect(trees.bash('cat late.bak chosen.bak chosen.bak2 folder.bak/in emptied.bak; readlink link.bak')).toBe(
      'later\nmine\nold\nin\nold\nc\n',
    )
    expect(ours()).toBe('')
  })

  it('keeps under a name that is no longer than a name can be, and cuts no letter', async () => {
    const long = Buffer.from('é'.repeat(127)).toString('latin1')
    const script = (text: string) => `echo ${text} > "$(printf 'é%.0s' {1..127})"`
    trees.bash(Buffer.from(script('old')).toString('utf8'))
    stage(script('new'))
    const results = await run(keep(long), trees.freeze())
    expect(keptBeside(results)).toEqual([Buffer.from(`${'é'.repeat(124)}.bak`).toString('latin1')])
    expect(trees.bash('cat é*.bak')).toBe('old\n')
  })

  it('is told where it cannot come, and nothing of it stays behind', async () => {
    stage('mkdir d; echo new > d/x; echo new > y; mkdir z; echo new > z/in')
    trees.bash('ln -s / d; echo old > y; echo old > z')
    const expected = trees.freeze()
    trees.bash('chattr +i y')
    try {
      const results = await run([...restore('d/x', 'gone'), ...keep('y')], expected)
      expect(outcomes(results)).toEqual(['left: no-folder', 'left: refused', 'left: refused'])
      trees.bash('chattr +a .')
      expect(outcomes(await run(restore('z'), expected))).toEqual(['left: refused'])
    } finally {
      trees.bash('chattr -a .; chattr -i y')
    }
    expect(trees.bash('ls -A; cat y z')).toBe('d\nstaged\ny\nz\nold\nold\n')
  })
})

describe('killed', () => {
  const random = randomFor('place-restored-killed')
  const count = 100

  it(
    'leaves each the old or the new one, and what was there under a name of its own',
    async () => {
      const each = (script: string) => `for i in {1..${count}}; do ${script}; done`
      const names = Array.from({ length: count }, (_none, index) => `${index + 1}`)
      const lines = names.flatMap((n) => [...restore(`d/a${n}`), ...keep(`d/b${n}`), ...restore(`d/c${n}`)])
      let interrupted = 0
      for (let round = 0; round < (isLong ? 60 : 2); round += 1) {
        trees.empty()
        trees.bash(`mkdir -m 700 staged staged/d; mkdir d; ${each('echo old > d/a$i; echo old > d/b$i; mkdir d/c$i')}`)
        stage(each('echo new > d/a$i; echo new > d/b$i; echo new > d/c$i'))
        const all = request(lines, trees.freeze())
        const stop = new AbortController()
        const at = random.below(lines.length)
        let told = 0
        const tell = () => {
          if ((told += 1) === at) setTimeout(() => stop.abort(), random.below(3))
        }
        await placeLines(all, tell, { signal: stop.signal }).catch(() => (interrupted += 1))
        await sleep(50)
        const shapes = trees.bash(
          'cd d; cat [ab]*[0-9] | sort -u | grep -vx -e old -e new || true; ls | grep -c "^[ab][0-9]*$"',
        )
        expect(shapes).toBe(`${2 * count}\n`)
        // A folder has but one name: it is there, or beside and not yet replaced.
        expect(trees.bash(each('[ -e d/c$i ] || [ -d d/c$i.bak ] || echo $i'))).toBe('')
        expect(trees.bash(each('[ "$(cat d/b$i)" = old ] || [ "$(cat d/b$i.bak)" = old ] || echo $i'))).toBe('')
        expect(await clearLeftovers(all, {})).toEqual([])
        expect(ours()).toBe('')
      }
      expect(interrupted).toBeGreaterThan(0)
    },
    longest,
  )
})

describe('while others change the tree', () => {
  const tries = isLong ? 50 : 2
  const count = 60
  const each = (script: string) => `for i in {1..${count}}; do ${script}; done`
  const names = Array.from({ length: count }, (_none, index) => `bob/d/f${index + 1}`)

  it(
    'writes nothing elsewhere when a folder is exchanged with a link all the time',
    async () => {
      const seen: Record<string, number> = {}
      for (let round = 0; round < tries; round += 1) {
        trees.empty()
        trees.bash(`
        mkdir -m 700 staged victim; mkdir -p staged/bob/d bob/d; ln -s ../victim bob/l; ${each('echo hers > victim/f$i')}
        ${each('echo then > staged/bob/d/f$i; echo now > bob/d/f$i')}; chown -hR ${bob} bob`)
        const outside = () => trees.bash(`find victim -printf '%P %m %U %T@ %C@ %i\\n' | sort; cat victim/*`)
        const before = outside()
        const all = request([...restore(...names.slice(0, 30)), ...keep(...names.slice(30))], trees.freeze())
        const attacker = await asBob(exchangeForEver('d', 'l'), path.join(trees.live, 'bob'))
        const results = await during(attacker, placeAll(all))
        for (const [outcome, number] of Object.entries(countOutcomes(results)))
          seen[outcome] = (seen[outcome] ?? 0) + number
        expect(outside()).toBe(before)
      }
      console.log(`restored while a folder was exchanged with a link: ${JSON.stringify(seen)}`)
      expect([(seen['placed'] ?? 0) > 0, (seen['left: no-folder'] ?? 0) > 0]).toEqual([true, true])
    },
    longest,
  )

  it('loses nothing that a program saves at the same time', async () => {
    trees.bash(`mkdir -p d staged/d; ${each('echo 0 > d/f$i; echo then > staged/d/f$i')}; chown ${bob} d`)
    const inD = names.map((name) => name.slice('bob/'.length))
    const all = request(restore(...inD), trees.freeze())
    // As editors do: a new file over the old one, again and again. Which was the last is written down after it.
    const editor = await asBob(
      `$| = 1; print "on\n";
       sub save { my ($name, $n) = @_; open my $file, '>', 't' or die; print $file "$n\n"; close $file; rename 't', $name }
       for (my $n = 1; ; $n += 1) { for my $i (1 .. ${count}) { save("f$i", $n); save("last$i", $n) } }`,
      path.join(trees.live, 'd'),
    )
    const results = await during(editor, placeAll(all))
    console.log(`restored while a program saved: ${JSON.stringify(countOutcomes(results))}`)
    // It may have been stopped before it wrote down the last one.
    const isThere = 'n=$(cat last$i); grep -qsx -e $n -e $((n + 1)) f$i f$i.bak* .pc-switcher-kept-*'
    expect(trees.bash(`cd d; ${each(`[ ! -e last$i ] || ${isThere} || echo $i`)}`)).toBe('')
    expect(trees.bash('find . -name ".pc-switcher-place-*"')).toBe('')
  })
})
