/** The placer, killed at any instant, and while others change the tree under its hands. */
import { setTimeout as sleep } from 'node:timers/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { clearLeftovers, placeLines, type PlaceRequest } from '../../src-main/tools/files/place-lines.ts'
import { isLong, randomFor } from '../how-long.ts'
import {
  asBob,
  during,
  bob,
  countOutcomes,
  describeTree,
  exchangeForEver,
  linesFor,
  makePlaceTrees,
  outcomes,
  pathsIn,
  place,
  placeAll,
  remove,
  requestId,
} from './place-trees.ts'
import { forAllTests } from './while-tested.ts'

const trees = forAllTests(() => makePlaceTrees())
beforeEach(() => trees.empty())

const inSource = (script: string) => trees.bash(script, trees.source)
const oursIn = (tree: string) => pathsIn(tree).filter((name) => name.includes('.pc-switcher-'))

describe('killed', () => {
  const random = randomFor('place-lines-killed')
  const many = 128

  /** Kinds change, links change roles, files are replaced, appear and go. */
  function prepare(): PlaceRequest {
    const each = (script: string) => `for i in {1..${many / 8}}; do ${script}; done`
    trees.bash(
      `mkdir d; ${each('echo old > d/a$i; ln d/a$i d/b$i; echo old > d/c$i; echo old > d/d$i; mkdir d/e$i; ln -s old d/f$i; echo old > d/g$i; echo old > d/z$i')}`,
    )
    inSource(
      `mkdir d; ${each('echo new > d/a$i; echo new$i > d/b$i; echo c > d/c$i; ln d/c$i d/d$i; echo e > d/e$i; echo f > d/f$i; mkfifo d/h$i; mkdir d/g$i')}`,
    )
    const gone = pathsIn(trees.live).filter((name) => !pathsIn(trees.source).includes(name))
    return trees.request([...remove(...gone), ...linesFor(trees.source)], trees.freeze())
  }

  /** Of each path the kind, owner, rights and contents: no times, which the lines after it move. */
  const shapes = (tree: string): ReadonlyMap<string, string> => {
    const text = trees.bash(`find . -mindepth 1 -printf '%P\\t%y %U %#m %s %l\\n'; grep -rH . d || true`, tree)
    const shape = new Map<string, string>()
    for (const line of text.split('\n').filter(Boolean)) {
      const [name = '', rest = ''] = line.includes('\t') ? line.split('\t') : line.split(/:(.*)/s)
      shape.set(name, `${shape.get(name) ?? ''}${rest.startsWith('d ') ? rest.replace(/\d+ $/, '') : rest}\n`)
    }
    return shape
  }

  // Each round starts programs and waits for them: beside all other parts many take seconds.
  it('leaves each path the old or the new one, and the same request does the rest', async () => {
    let [leftovers, interrupted] = [0, 0]
    for (let round = 0; round < (isLong ? 100 : 2); round += 1) {
      trees.empty()
      const request = prepare()
      const [old, next] = [shapes(request.expectedRoot ?? ''), shapes(trees.source)]
      const stop = new AbortController()
      const at = random.below(many)
      const told: unknown[] = []
      const tell = (result: unknown) => {
        if (told.push(result) === at) setTimeout(() => stop.abort(), random.below(3))
      }
      await placeLines(request, tell, { signal: stop.signal }).catch(() => (interrupted += 1))
      await sleep(50)
      leftovers += oursIn(trees.live).length
      expect(oursIn(trees.live).length).toBeLessThanOrEqual(1)
      const now = shapes(trees.live)
      for (const name of new Set([...old.keys(), ...next.keys(), ...now.keys()])) {
        if (name.includes('.pc-switcher-place-')) continue
        expect([name, [old.get(name), next.get(name)]]).toEqual([name, expect.arrayContaining([now.get(name)])])
      }
      expect(await clearLeftovers(request, {})).toEqual([])
      expect(oursIn(trees.live)).toEqual([])
      expect(countOutcomes(await placeAll(request))).not.toMatchObject({
        'left: changed': expect.any(Number) as number,
      })
      expect(describeTree(trees.live)).toBe(describeTree(trees.source))
      expect(new Set(outcomes(await placeAll(request)))).toEqual(new Set(['already', 'absent']))
    }
    console.log(`${interrupted} runs were killed before their end, ${leftovers} of them left something behind`)
    expect(interrupted).toBeGreaterThan(0)
  }, 600_000)

  const leftover = `.pc-switcher-place-${requestId}-0`
  const cases = [
    {
      what: 'what was to come goes',
      then: `cp -a ../source/x ${leftover}`,
      after: 'old',
      again: 'placed',
    },
    {
      what: 'what was to go goes, and what came stays',
      then: `mv x ${leftover}; cp -a ../source/x x`,
      after: 'new',
      again: 'already',
    },
    {
      what: 'what somebody changed at the same instant goes back',
      then: `mv x ${leftover}; echo mine > ${leftover}; cp -a ../source/x x`,
      after: 'mine',
      again: 'left: changed',
    },
    {
      what: 'what somebody changed is put back where nothing is',
      then: `mv x ${leftover}; echo mine > ${leftover}`,
      after: 'mine',
      again: 'left: changed',
    },
  ]
  it.each(cases)('$what', async ({ then, after, again }) => {
    trees.bash(
      'echo old > x; echo theirs > .pc-switcher-place-0123456789abcdef-0; echo theirs > .pc-switcher-place-mine',
    )
    inSource('echo new > x; touch -d @5 x')
    const request = trees.request(place('x'), trees.freeze())
    trees.bash(then)
    expect(await clearLeftovers(request, {})).toEqual([])
    expect(trees.bash('cat x')).toBe(`${after}\n`)
    expect([...pathsIn(trees.live)].sort()).toEqual([
      '.pc-switcher-place-0123456789abcdef-0',
      '.pc-switcher-place-mine',
      'x',
    ])
    expect(outcomes(await placeAll(request))).toEqual([again])
  })

  it.each(cases)(
    'it is the same when the request is repeated without clearing up: $what',
    async ({ then, after, again }) => {
      trees.bash('echo old > x')
      inSource('echo new > x; touch -d @5 x')
      const request = trees.request(place('x'), trees.freeze())
      trees.bash(then)
      const results = await placeAll(request)
      await clearLeftovers(request, {})
      expect(pathsIn(trees.live)).toEqual(['x'])
      if (again !== 'left: changed') expect(trees.bash('cat x')).toBe('new\n')
      else expect(trees.bash('cat x')).toBe(`${after}\n`)
      expect(results).toHaveLength(1)
    },
  )

  it('keeps under another name what has no place any more, and tells it', async () => {
    trees.bash('echo old > x')
    inSource('echo new > x')
    const request = trees.request(place('x'), trees.freeze())
    trees.bash(`echo mine > x; echo mine too > ${leftover}`)
    const keptAs = `.pc-switcher-kept-${requestId}-0`
    expect(await clearLeftovers(request, {})).toEqual([{ path: 'x', outcome: 'left', why: 'changed', keptAs }])
    expect(trees.bash(`cat x ${keptAs}`)).toBe('mine\nmine too\n')
  })

  it('takes away half-made folders, links and FIFOs, and completes a removal', async () => {
    trees.bash('echo old > gone; echo old > kept; mkdir a; touch a/x')
    inSource('mkdir d; ln -s t l; mkfifo f')
    const expected = trees.freeze()
    const request = trees.request([...place('d', 'l', 'f'), ...remove('gone', 'kept', 'a/x')], expected)
    const at = (number: number) => `.pc-switcher-place-${requestId}-${number}`
    trees.bash(
      `mkdir ${at(0)}; ln -s t ${at(1)}; mkfifo ${at(2)}; mv gone ${at(3)}; mv kept ${at(4)}; echo mine > ${at(4)}; rm -r a`,
    )
    expect(await clearLeftovers(request, {})).toEqual([])
    expect(pathsIn(trees.live)).toEqual(['kept'])
    expect(trees.bash('cat kept')).toBe('mine\n')
  })
})

describe('while others write', () => {
  const tries = isLong ? 50 : 2
  const files = 250

  /** One home has letters at the same paths as the other; bob's are to be replaced, removed, and new ones come. */
  function prepareHomes(): PlaceRequest {
    const each = (script: string) => `for i in {1..${files}}; do ${script}; done`
    trees.empty()
    trees.bash(`
      mkdir -m 711 alice bob; mkdir -p {alice,bob}/d/in/sub; touch alice/d/in/sub/x
      ${each('echo hers > alice/d/in/f$i; echo his > bob/d/in/f$i')}; chmod 600 alice/d/in/f*
      chown -R 1000:1000 alice; chown -R ${bob}:${bob} bob; rm -rf ../outside; cp -a alice/d ../outside`)
    inSource(`
      mkdir -p bob/d/in/sub; ${each('echo new > bob/d/in/f$i; echo new > bob/d/in/n$i')}
      chmod 777 bob/d/in/sub; chown -R ${bob}:${bob} bob`)
    const inside = pathsIn(path.join(trees.source, 'bob/d/in')).map((name) => `bob/d/in/${name}`)
    const gone = Array.from({ length: 50 }, (_none, n) => `bob/d/in/f${n + 1}`)
    return trees.request([...place(...inside, 'bob/d/in/sub', 'bob/d/in'), ...remove(...gone)], trees.freeze())
  }

  // To alice's folder in the same tree, or to one beside it; the folder of the lines, or one on the way to it.
  const swaps = ['live/alice/d', 'outside'].flatMap((to) => [
    { swapped: 'd', to },
    { swapped: 'd/in', to: `${to}/in` },
  ])

  it('writes nothing outside when a folder is exchanged with a link to another home', async () => {
    const counts = { placed: 0, 'left: no-folder': 0 }
    const describeOthers = () => ['live/alice', 'outside'].map((name) => describeTree(path.join(trees.top, name)))
    for (let round = 0; round < Math.max(tries, swaps.length); round += 1) {
      const request = prepareHomes()
      const { swapped, to } = swaps[round % swaps.length] ?? { swapped: '', to: '' }
      trees.bash(`ln -s ${path.join(trees.top, to)} bob/link; chown -h ${bob}:${bob} bob/link`)
      const before = describeOthers()
      const attack = exchangeForEver(swapped, 'link', round % 3 === 0 ? 0.000_1 : 0)
      const attacker = await asBob(attack, path.join(trees.live, 'bob'))
      const results = countOutcomes(await during(attacker, placeAll(request)))
      counts.placed += results['placed'] ?? 0
      counts['left: no-folder'] += results['left: no-folder'] ?? 0
      expect(describeOthers()).toEqual(before)
    }
    console.log(`while a folder was exchanged with a link: ${JSON.stringify(counts)}`)
    expect([counts.placed > 0, counts['left: no-folder'] > 0]).toEqual([true, true])
  })

  const program = `
    $| = 1; print "on\\n"; my $prefix = ".pc-switcher-place-${requestId}-"; my $n = 0;
    sub exchange { my ($one, $other) = @_; syscall(${process.arch === 'x64' ? 316 : 276}, -100, $one, -100, $other, 2) == 0 }`
  /** Waits for the temporary name of each line in turn; the moment it appears, two other names change places. */
  const exchangeOthers = `${program}
    while (1) { for my $at ($n .. $n + 2) { if (lstat "$prefix$at") { exchange("f$at", "g$at"); $n = $at + 1 } } }`
  /** The moment that it appears, the temporary name of each line changes places with another. */
  const exchangeTemporary = `${program}
    while (1) { for my $at ($n .. $n + 2) { exchange("$prefix$at", "g$at") and $n = $at + 1 } }`
  const count = 60
  const each = (script: string) => `for i in {0..${count - 1}}; do ${script}; done`
  const names = Array.from({ length: count }, (_none, n) => `d/f${n}`)

  it('loses nothing when a file is exchanged with another at the last instant', async () => {
    const seen: Record<string, number> = {}
    for (let round = 0; round < tries; round += 1) {
      trees.empty()
      trees.bash(`mkdir d; ${each('echo old$i > d/f$i; echo mine$i > d/g$i')}; chown -R ${bob} d`)
      inSource(`mkdir d; ${each('echo new$i > d/f$i')}`)
      const expected = trees.freeze()
      const attacker = await asBob(exchangeOthers, path.join(trees.live, 'd'))
      const results = await during(attacker, trees.place(place(...names), expected))
      const there = trees.bash('cd d; cat $(ls -A)').split('\n')
      for (const [n, result] of results.entries()) {
        expect(there).toContain(`mine${n}`)
        expect(there).toContain(result.outcome === 'placed' ? `new${n}` : `old${n}`)
        const told = result.outcome === 'left' && result.keptAs !== undefined ? 'kept' : result.outcome
        seen[told] = (seen[told] ?? 0) + 1
      }
      expect(oursIn(trees.live).filter((name) => name.includes('-place-'))).toEqual([])
    }
    console.log(`exchanged at the last instant: ${JSON.stringify(seen)}`)
  })

  it("never gives away what is another's when its temporary name is taken", async () => {
    const seen: Record<string, number> = {}
    for (let round = 0; round < tries; round += 1) {
      trees.empty()
      // In bob's folder: links to alice's files, and folders and FIFOs of root's that bob may rename.
      trees.bash(`
        mkdir alice d; ${each('echo hers > alice/f$i')}; chmod 600 alice/f*; chown -R 1000:1000 alice; chown ${bob} d
        for ((i = 0; i < ${count}; i += 3)); do
          ln -s ../alice/f$i d/g$i; mkfifo -m 600 d/g$((i + 1)); mkdir -m 700 d/g$((i + 2)); echo root > d/g$((i + 2))/x
        done; ln alice/f0 d/same`)
      inSource(`
        mkdir d; for ((i = 0; i < ${count}; i += 3)); do
          ln -s ../alice/f$i d/f$i; mkfifo -m 666 d/f$((i + 1)); mkdir -m 777 d/f$((i + 2))
        done; setfacl -m u:${bob}:rwx d/f*[2581]; chown -hR ${bob}:${bob} d`)
      const expected = trees.freeze()
      const alice = describeTree(path.join(trees.live, 'alice'))
      const attacker = await asBob(exchangeTemporary, path.join(trees.live, 'd'))
      const results = await during(attacker, trees.place(place(...names), expected))
      expect(describeTree(path.join(trees.live, 'alice'))).toBe(alice)
      expect(trees.bash(`find . -path ./alice -prune -o -uid ${bob} -type f -print`)).toBe('')
      for (const [outcome, number] of Object.entries(countOutcomes(results)))
        seen[outcome] = (seen[outcome] ?? 0) + number
      expect(trees.bash(`cat d/*/x d/.*/x 2> /dev/null | wc -l; find d -type d -uid ${bob} -mindepth 1 ! -empty`)).toBe(
        `${count / 3}\n`,
      )
    }
    console.log(`taken temporary names: ${JSON.stringify(seen)}`)
  })
})
