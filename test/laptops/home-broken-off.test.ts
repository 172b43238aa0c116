/** A switch of /home that was broken off in the middle, and what happens to both homes until it is run again. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../src-main/contract/preview.ts'
import { shellOn } from '../laptops-agents.ts'
import { asAlice, commit, laptops, read, subjectOf, write } from '../laptops-alice.ts'
import { homeOf, planHome, privateOf, switchHome, type HomeSwitch } from '../laptops-home.ts'
import { beginOnP17 } from './histories/repositories.ts'

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

describe('a switch of /home that was broken off', () => {
  let privateBefore: { readonly p17: string; readonly xps: string }

  beforeAll(async () => {
    privateBefore = { p17: await privateOf('p17'), xps: await privateOf('xps') }
    await switchHome('p17')
  })
  afterEach(async () => {
    await open?.close()
    open = undefined
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
