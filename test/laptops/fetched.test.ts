/** What was fetched once and proven is neither sent nor read again, and never taken for what it is not. */
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { crash } from '../../practice/pair.ts'
import type { Answers } from '../../src-main/contract/preview.ts'
import { shellOn } from '../laptops-agents.ts'
import { homeOf, planHome, switchHome, type HomeSwitch } from '../laptops-home.ts'
import { testPair } from '../laptops-pair.ts'
import { sentBy, stateOf } from '../laptops-product.ts'

let open: HomeSwitch | undefined
const opened = async (home: Promise<HomeSwitch>) => (open = await home)

/** 24 MB in 1,200 files and one of 16 MB, not written at this moment. */
const bulk = (name: string) => `mkdir -p /home/alice/${name}; cd /home/alice/${name}
  for i in $(seq 1200); do head -c 20000 /dev/urandom > "file $i"; done; head -c 16000000 /dev/urandom > large
  chown -R alice:alice .; sleep 3`
const bulkBytes = 40_000_000

/** Runs it until something of it is fetched and recorded, and before all of it is done. */
async function breakOff(home: HomeSwitch): Promise<void> {
  const lots = path.join(await stateOf('xps'), 'home/fetched')
  const stop = new AbortController()
  const ended = home.run({}, stop.signal).catch((error: unknown) => error)
  const isOver = ended.then(() => true)
  while (!existsSync(lots) || readdirSync(lots).length === 0) {
    if (await Promise.race([wait(3, false), isOver])) break
  }
  stop.abort()
  expect(await ended).toBeInstanceOf(Error)
  await home.close()
}

/** Of the last proof. */
let told = ''

/** All of it, and how many bytes went to the other laptop. */
async function finish(home: HomeSwitch, answers: Answers = {}): Promise<number> {
  const before = await sentBy('p17')
  await home.run(answers)
  const { item, notes } = await home.verify(answers)
  expect(item).toMatchObject({ differences: [] })
  told = [item.text, ...notes].join('\n')
  const sent = (await sentBy('p17')) - before
  await home.record(answers)
  await home.close()
  return sent
}

const sameBulk = async (name: string) => {
  const sums = `cd '/home/alice/${name}'; find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum; stat -c '%a %U %y' . large`
  expect(await shellOn('xps', sums)).toBe(await shellOn('p17', sums))
}

beforeAll(async () => {
  await switchHome('p17', { 'home:projects/dotfiles': 'take' })
})
afterEach(async () => {
  await open?.close()
  open = undefined
})

describe('what a switch that was broken off had fetched', () => {
  it('is not sent again when it is resumed', async () => {
    await shellOn('p17', bulk('resumed'))
    const first = await opened(planHome('p17'))
    await breakOff(first)
    expect(await finish(await opened(planHome('p17', first)))).toBeLessThan(bulkBytes / 10)
    await sameBulk('resumed')
  })

  it('is not sent again by a new switch, but for what changed since, whatever its size and time say', async () => {
    await shellOn('p17', bulk('anew'))
    await breakOff(await opened(planHome('p17')))
    await shellOn(
      'p17',
      `cd /home/alice/anew; touch -r 'file 5' ../stamp; head -c 20000 /dev/urandom > 'file 5'; touch -r ../stamp 'file 5'; rm ../stamp
       mv 'file 6' moved; rm 'file 7'; chmod 600 'file 8'; setfattr -n user.colour -v red 'file 9'; ln 'file 10' linked
       rm 'file 11'; mkdir 'file 11'; echo in > 'file 11/in'; echo end >> large; chown -R alice:alice 'file 11'`,
    )
    expect(await finish(await opened(planHome('p17')))).toBeLessThan(bulkBytes / 10)
    await sameBulk('anew')
    expect(
      await shellOn(
        'xps',
        `cd /home/alice/anew; stat -c %h 'file 10'; getfattr --only-values -n user.colour 'file 9'; ls -d 'file 7' 2>/dev/null || true`,
      ),
    ).toBe('2\nred')
  })

  it('is fetched again where it is no longer what was proven', async () => {
    await shellOn('p17', bulk('touched'))
    await breakOff(await opened(planHome('p17')))
    await shellOn(
      'xps',
      `cd /var/lib/pc-switcher/root/home/incoming/alice/touched; touch -r large /tmp/stamp
       printf wrong | dd of=large bs=1 seek=5000 conv=notrunc status=none; touch -r /tmp/stamp large; rm /tmp/stamp 'file 3'`,
    )
    await finish(await opened(planHome('p17')))
    await sameBulk('touched')
  })

  it('is there after the power was cut as far as it was recorded, and nothing else is taken for it', async () => {
    await shellOn('p17', bulk('cut'))
    await breakOff(await opened(planHome('p17')))
    await crash('xps', testPair)
    expect(await finish(await opened(planHome('p17')))).toBeLessThan(bulkBytes / 10)
    await sameBulk('cut')
  })
})

describe('a folder that was given another name', () => {
  it('comes without its contents being sent, but for what changed in it', async () => {
    await shellOn('p17', `${bulk('earlier')}; mkdir in; chattr +C in; echo small > in/small; chown -R alice:alice in`)
    await finish(await opened(planHome('p17')))
    await shellOn(
      'p17',
      `cd /home/alice/earlier; setfattr -n user.colour -v red 'file 9'; echo end >> 'file 5'; mv 'file 6' 'file sixth'
       ln 'file 10' linked; cd ..; mv earlier 'later name'`,
    )
    const home = await opened(planHome('p17'))
    expect(home.preview.estimate.bytes).toBeLessThan(bulkBytes / 50)
    expect(home.plan.room?.bytes).toBeLessThan(bulkBytes / 50)
    const [block] = home.preview.blocks.filter((one) => one.kind === 'changes')
    expect(home.preview.questions.filter(({ title }) => /earlier|later/.test(title))).toEqual([])
    expect(block?.counts).toEqual({ rename: 2, add: 1, update: 1, remove: 0 })
    expect(block?.changes.map(({ effect, name, detail }) => `${effect} ${name}: ${detail}`)).toEqual(
      expect.arrayContaining([
        'rename later name: was earlier, 1,203 items',
        'rename later name/file sixth: was earlier/file 6',
      ]),
    )
    expect(await finish(home)).toBeLessThan(bulkBytes / 50)
    // But for those that were written to, renamed or linked by themselves.
    expect(told).toMatch(/1,1\d\d files under a new name and unchanged since both laptops were last equal/)
    expect(told).toContain('earlier is now later name, earlier/file 6 is now later name/file sixth.')
    await sameBulk('later name')
    const looked = `cd '/home/alice/later name'; stat -c %h 'file 10'; getfattr --only-values -n user.colour 'file 9'; echo
      lsattr -d in | cut -d ' ' -f 1; lsattr in/small | cut -d ' ' -f 1; ls -d ../earlier 2>/dev/null || true`
    expect(await shellOn('xps', looked)).toBe(await shellOn('p17', looked))
  })

  it('is sent as far as the other laptop has something else under the earlier name, whatever its size and time say', async () => {
    await shellOn(
      'xps',
      `cd '/home/alice/later name'; touch -r large /tmp/stamp; touch -r 'file 20' /tmp/other
       for one in large 'file 20'; do printf wrong | dd of="$one" bs=1 seek=5000 conv=notrunc status=none; done
       touch -r /tmp/stamp large; touch -r /tmp/other 'file 20'; rm /tmp/stamp /tmp/other`,
    )
    await shellOn('p17', `cd /home/alice; mv 'later name' last`)
    await finish(await opened(planHome('p17')), { 'home:later name': 'take' })
    await sameBulk('last')
  })
})

describe('what was fetched', () => {
  it('leaves nothing behind when the switch is over, and both homes equal', async () => {
    for (const host of ['p17', 'xps'] as const)
      expect(await shellOn(host, 'ls /var/lib/pc-switcher/root/home')).not.toMatch(/incoming|fetched/)
    const only = ['./alice/Documents/written on the train.txt', './alice/Games', './alice/Pictures/xps-webcam']
    expect(await homeOf('xps', only)).toBe(await homeOf('p17', only))
  })
})
