/** The placer where both versions stay: the file that gives way gets a name of its own, and is lost at no instant. */
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { clearLeftovers, placeLines, type PlaceLine, type PlaceResult } from '../../src-main/tools/files/place-lines.ts'
import { isLong, randomFor } from '../how-long.ts'
import { asBob, bob, makePlaceTrees, outcomes, placeAll } from './place-trees.ts'
import { forAllTests } from './while-tested.ts'

const trees = forAllTests(() => makePlaceTrees())
beforeEach(() => trees.empty())

const inSource = (script: string) => trees.bash(script, trees.source)
const both = (names: Readonly<Record<string, string>>): readonly PlaceLine[] =>
  Object.entries(names).map(([path, beside]) => ({ path, action: 'place', beside }))
const keptAs = (results: readonly PlaceResult[]) =>
  results.flatMap((result) => (result.outcome === 'placed' ? result.beside : []))
/** '' where there is nothing. */
function textOf(name: string): string {
  const file = path.join(trees.live, name)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}
const names = () => trees.bash('ls -A').trim().split('\n')

describe('a file that gives way', () => {
  it('stays under its new name with all that it is, and the folder has one file more', async () => {
    trees.bash(`
      mkdir d; echo old > d/x; chmod 4751 d/x; chown 5:6 d/x; setfattr -n user.note -v mine d/x
      setfacl -m u:1000:r d/x; touch -d @5 d/x; chmod g-s d/x`)
    inSource('mkdir d; echo new > d/x; touch -d @9 d/x')
    const facts = (name: string) =>
      trees.bash(`stat -c '%i %f %u %g %s %Y %h' '${name}'; getfattr -d -m - '${name}' | tail -n +2; cat '${name}'`)
    const before = facts('d/x')
    const results = await trees.place(both({ 'd/x': 'x (XPS 13)' }), trees.freeze())
    expect(outcomes(results)).toEqual(['placed'])
    expect(keptAs(results)).toEqual(['x (XPS 13)'])
    expect(facts('d/x (XPS 13)')).toBe(before)
    expect(trees.bash('cat d/x; stat -c "%Y %h" d/x; ls -A d')).toBe('new\n9 1\nx\nx (XPS 13)\n')
  })

  it('keeps its other names, and so do links with those that come', async () => {
    trees.bash('echo old > a; ln a b; ln a other')
    inSource('echo new > a; ln a b')
    const results = await trees.place(both({ a: 'a (2)', b: 'b (2)' }), trees.freeze())
    expect(outcomes(results)).toEqual(['placed', 'placed'])
    expect(trees.bash('stat -c "%n %h" *; cat a other b\\ \\(2\\)')).toBe(
      'a 2\na (2) 3\nb 2\nb (2) 3\nother 3\nnew\nold\nold\n',
    )
  })

  it('needs no name where nothing is there, or is the same already', async () => {
    inSource('echo new > fresh; echo same > same; touch -d @5 same')
    const expected = trees.freeze()
    trees.bash(`cp -a ${trees.source}/same same`)
    const results = await trees.place(both({ fresh: 'fresh (2)', same: 'same (2)' }), expected)
    expect(outcomes(results)).toEqual(['placed', 'already'])
    expect([names(), keptAs(results)]).toEqual([['fresh', 'same'], []])
  })
})

describe('nothing is done', () => {
  it.each(['echo mine > "x (2)"', 'mkdir "x (2)"', 'ln -s nowhere "x (2)"', 'mkfifo "x (2)"', 'cp -p x "x (2)"'])(
    'where the name is taken meanwhile: %s',
    async (script) => {
      trees.bash('echo old > x')
      inSource('echo new > x')
      const expected = trees.freeze()
      trees.bash(script)
      const before = trees.bash('stat -c "%n %i %F %s %h" *')
      expect(outcomes(await trees.place(both({ x: 'x (2)' }), expected))).toEqual(['left: changed'])
      expect(trees.bash('stat -c "%n %i %F %s %h" *')).toBe(before)
    },
  )

  it('where the file is another one meanwhile, is protected, or is a folder', async () => {
    trees.bash('echo old > x; echo old > y; mkdir z; echo in > z/in')
    inSource('echo new > x; echo new > y; echo new > z')
    const expected = trees.freeze()
    trees.bash('echo mine > x; chattr +i y')
    try {
      const results = await trees.place(both({ x: 'x (2)', y: 'y (2)', z: 'z (2)' }), expected)
      expect(outcomes(results)).toEqual(['left: changed', 'left: refused', 'left: refused'])
    } finally {
      trees.bash('chattr -i y')
    }
    expect(names()).toEqual(['x', 'y', 'z'])
    expect(trees.bash('cat x y z/in')).toBe('mine\nold\nin\n')
  })

  it('under a name that leads out of the folder', async () => {
    trees.bash('mkdir d; echo old > d/x')
    inSource('mkdir d; echo new > d/x')
    const expected = trees.freeze()
    for (const beside of ['../x', '..', '.', 'e/x', '/x']) {
      expect(outcomes(await trees.place(both({ 'd/x': beside }), expected))).toEqual(['left: refused'])
    }
    expect(trees.bash('find . -type f; cat d/x')).toBe('./d/x\nold\n')
  })
})

describe('killed', () => {
  const random = randomFor('place-beside-killed')
  const count = 120

  it('leaves the old one at its path, or under its new name beside the new one; the same request does the rest', async () => {
    const all = Object.fromEntries(Array.from({ length: count }, (_none, index) => [`x${index}`, `x${index} (2)`]))
    const each = (script: string) => `for i in {0..${count - 1}}; do ${script}; done`
    let interrupted = 0
    for (let round = 0; round < (isLong ? 100 : 2); round += 1) {
      trees.empty()
      trees.bash(each('echo old$i > x$i'))
      inSource(each('echo new > x$i'))
      const request = trees.request(both(all), trees.freeze())
      const stop = new AbortController()
      const at = random.below(count)
      let told = 0
      const tell = () => {
        if ((told += 1) === at) setTimeout(() => stop.abort(), random.below(3))
      }
      await placeLines(request, tell, { signal: stop.signal }).catch(() => (interrupted += 1))
      await sleep(50)
      const isCleared = round % 2 === 0
      if (isCleared) expect(await clearLeftovers(request, {})).toEqual([])
      for (const [name, beside] of Object.entries(all)) {
        const [now, kept] = [textOf(name), textOf(beside)]
        const old = name.replace('x', 'old')
        const halfway = isCleared ? [] : [[old, old]]
        expect([name, beside, [[old, ''], ['new', old], ...halfway]]).toEqual([
          name,
          beside,
          expect.arrayContaining([[now, kept]]),
        ])
      }
      const again = await placeAll(request)
      expect(new Set(outcomes(again))).not.toContain('left: changed')
      expect(await clearLeftovers(request, {})).toEqual([])
      expect(trees.bash('cat x?*\\ \\(2\\) | sort -u | wc -l; stat -c %h * | sort -u; ls -A | wc -l')).toBe(
        `${count}\n1\n${2 * count}\n`,
      )
    }
    console.log(`${interrupted} runs were killed before their end`)
    expect(interrupted).toBeGreaterThan(0)
  }, 600_000)

  it('clears the further name only where the file is still at its path', async () => {
    trees.bash('echo old > x; echo old > y; echo old > z')
    inSource('echo new > x; echo new > y; echo new > z')
    const request = trees.request(both({ x: 'x (2)', y: 'y (2)', z: 'z (2)' }), trees.freeze())
    trees.bash('ln x "x (2)"; ln y "y (2)"; echo mine > y.new; mv y.new y; echo else > "z (2)"')
    expect(await clearLeftovers(request, {})).toEqual([])
    expect(names()).toEqual(['x', 'y', 'y (2)', 'z', 'z (2)'])
    expect(trees.bash('cat x y "y (2)" z "z (2)"')).toBe('old\nmine\nold\nold\nelse\n')
  })
})

describe('while its owner saves it again and again', () => {
  it('no version of it is lost that was there when it gave way', async () => {
    for (let round = 0; round < (isLong ? 200 : 4); round += 1) {
      trees.empty()
      trees.bash(`chown ${bob} .; echo old > x; chown ${bob} x`)
      inSource('echo new > x')
      const expected = trees.freeze()
      const saving = `$| = 1; print "on\\n"; for (my $n = 0; ; $n++) { open F, '>', 't'; print F "mine$n\\n"; close F; rename 't', 'x' }`
      const saver = await asBob(saving, trees.live)
      const [result] = await trees.place(both({ x: 'x (2)' }), expected)
      await saver.stop()
      expect(result?.outcome === 'left' ? result.why : result?.outcome).toMatch(/placed|changed/)
      const kept = trees.bash('cat "x (2)" 2> /dev/null || true')
      if (result?.outcome === 'placed') expect(kept).toBe('old\n')
      else expect(kept).toBe('')
    }
  })
})
