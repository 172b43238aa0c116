/** Both laptops read whole and compared by the command line, outside a switch; and the weekly check as its timer starts it. */
import { beforeAll, describe, expect, it } from 'vitest'
import { fullVerificationSchema, type FullVerification } from '../../src-main/contract/verify-calls.ts'
import type { Proof } from '../../src-main/contract/switch-state.ts'
import { calls } from '../../src-main/contract/calls.ts'
import { exitCodes } from '../../src-main/shells/cli/exit-codes.ts'
import { execOn } from '../../practice/pair.ts'
import { lockLedger } from '../../src-main/commons/ledger/verbs.ts'
import { stepIds } from '../../src-main/contract/step-ids.ts'
import { shellOn, startAgents } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { call, errorOf, pcSwitcher, plan, proofOf, status, switchTo, type Told } from '../laptops-product.ts'

const verify = () => pcSwitcher('p17', ['verify', '--full'])
const verified = (told: Told): FullVerification =>
  fullVerificationSchema.parse(told.messages.find(({ type }) => type === 'verification')?.['verification'])
const homeOf = ({ areas }: FullVerification) => {
  const area = areas.find(({ title }) => title === 'Home files')
  if (area === undefined) throw new Error('home files were not compared')
  return area
}
const onBoth = (script: string) => Promise.all([shellOn('p17', script), shellOn('xps', script)])
const inWork = (host: 'p17' | 'xps') =>
  shellOn(host, 'ls /var/lib/pc-switcher/root/home/work; btrfs subvolume list / | grep -c home/work || true')

/** Ctrl+C once there is a total, which is when files are read; prints what it told, and its exit code. */
const stopWhileReading = `pc-switcher verify --full --json > /tmp/told & pid=$!
  until grep -q '"total":[1-9]' /tmp/told || ! kill -0 $pid; do sleep 0.2; done
  kill -INT $pid; wait $pid; code=$?; cat /tmp/told; echo $code`

describe('verify --full', () => {
  let proof: Proof | undefined

  beforeAll(async () => {
    await shellOn('p17', 'cd /home/alice; mkdir -p iso; echo image > iso/x; chown -R alice:alice iso')
    await pcSwitcher('p17', ['home', 'exclude', '/home/alice/iso'])
    await shellOn('xps', 'apt-mark hold rsync')
    const told = await switchTo('p17', 'xps', { 'home:Games': 'keep' })
    expect(told.exitCode).toBe(0)
    proof = proofOf(told)
  })

  it('names what pc-switcher needs and one laptop alone has on hold, as the proof of a switch does', async () => {
    const items = proof?.steps.flatMap(({ verification }) => verification.items) ?? []
    const [own] = items.filter(({ title }) => title === 'Needed by pc-switcher')
    expect(own).toMatchObject({ verdict: 'not-compared', notCompared: { why: 'left-out' } })
    expect(own?.notCompared?.names).toContain('rsync (on hold on one of the two)')
    const [packages] = verified(await verify()).areas
    expect(packages?.leftOut).toContainEqual(
      expect.objectContaining({
        ...{ laptop: 'XPS 13', title: 'Packages that pc-switcher needs', byPerson: false },
        examples: expect.arrayContaining(['rsync']) as unknown,
      }),
    )
  })

  it('finds both the same right after a switch, apart from what was chosen', async () => {
    const told = await verify()
    expect(told.stderr).toBe('')
    const verification = verified(told)
    expect(verification.areas.map(({ title, differs }) => [title, differs.items])).toEqual([
      ['Packages', []],
      ['Home files', []],
      ['/etc files', []],
      ['Virtual machines', []],
      ['Containers', []],
    ])
    expect(told.exitCode).toBe(exitCodes.done)
    // Nobody has decided yet about some packages and files of /etc, and sockets of the home are nothing to compare.
    expect(verification.verdict).toBe('not-compared')
    expect(verification.areas.map(({ notCompared }) => notCompared.count > 0)).toEqual([true, true, true, false, false])
    expect(homeOf(verification).asChosen.items.map(({ path }) => path)).toContain('Games')
    expect(homeOf(verification).leftOut).toContainEqual(
      expect.objectContaining({ laptop: 'P17', byPerson: true, examples: ['iso'] }),
    )
    expect(told.messages.some(({ type }) => type === 'progress')).toBe(true)
    expect([await inWork('p17'), await inWork('xps')]).toEqual(['0\n', '0\n'])
  })

  it('finds one byte under the same size and time, and what changed otherwise, on either laptop', async () => {
    await shellOn(
      'xps',
      `cd /home/alice/Documents; t=$(stat -c %y plan.md); printf '\\001' | dd of=plan.md conv=notrunc status=none; touch -d "$t" plan.md
      echo other > /home/alice/.cache/other; chmod 600 /home/alice/Music`,
    )
    await shellOn('p17', 'cd /home/alice; echo more >> iso/x; echo new > only-here; chown alice:alice only-here')
    const told = await verify()
    const home = homeOf(verified(told))
    expect(told.exitCode).toBe(exitCodes.differs)
    expect(home.differs.items).toEqual([
      { path: 'Documents/plan.md', differsIn: ['contents'] },
      { path: 'Music', differsIn: ['mode'] },
      { path: 'only-here', differsIn: ['missing'], onlyOn: 'P17' },
    ])
    const { entries } = await call('p17', calls.activityList, {})
    expect(entries[0]).toMatchObject({ kind: 'work', title: 'Compare everything on P17 and XPS 13', result: 'failed' })
    expect(entries[0]?.summary).toMatch(/^3 items of [\d,]+ differ: Documents\/plan.md, Music, only-here$/)
  })

  it('stops on both laptops at Ctrl+C, and leaves nothing', async () => {
    await onBoth('truncate -s 60G /home/alice/huge')
    const { stdout } = await execOn('p17', ['bash', '-c', stopWhileReading], { name: testPair, user: 'alice' })
    await onBoth('rm /home/alice/huge')
    const told = stdout.split('\n')
    expect(told.at(-2)).toBe(String(exitCodes.interrupted))
    expect(told.at(-3)).toMatch(/^\{"type":"error","error":\{"code":"cancelled"/)
    expect([await inWork('p17'), await inWork('xps')]).toEqual(['0\n', '0\n'])
    const { entries } = await call('p17', calls.activityList, {})
    expect(entries[0]).toMatchObject({ kind: 'work', result: 'stopped' })
  })

  it('is refused while a switch has one of the laptops', async () => {
    const agents = await startAgents()
    const laptops = { from: { name: 'p17', label: 'P17' }, to: { name: 'xps', label: 'XPS 13' } }
    await agents.to.call(lockLedger, { id: 'running', of: { kind: 'switch', ...laptops }, startedBy: 'p17' })
    const told = await verify()
    agents.close()
    expect(errorOf(told)).toMatchObject({ code: 'locked' })
    expect(errorOf(told).message).toMatch(/^A switch from P17 to XPS 13 is running since/)
    expect(told.exitCode).toBe(exitCodes.locked)
  })
})

/** The newest memory of /home on p17 as a bug would have left it: this file as it was when both laptops were last equal. */
const plant = `/usr/lib/pc-switcher/node -e '
  const fs = require("node:fs"), { createHash } = require("node:crypto")
  const root = "/var/lib/pc-switcher/root", sha1 = (bytes) => createHash("sha1").update(bytes).digest("hex")
  const [base] = JSON.parse(fs.readFileSync(root + "/home-base/bases.json")).switchIds
  const scans = fs.readdirSync(root + "/home/scans").map((id) => root + "/home/scans/" + id + "/inventory")
  const [file] = scans.sort((one, other) => fs.statSync(other).mtimeMs - fs.statSync(one).mtimeMs)
  const key = Buffer.from("\\0alice\\x01Documents\\x01letter.md\\x01\\x01", "latin1")
  const outlineOf = (list) => JSON.parse(fs.readFileSync(list + ".outline.json"))
  // Beside the stretches there may be earlier ones, which belong to no list any more.
  const recordIn = (list, bytes) => outlineOf(list).stretches.flatMap(({ start, end }) => {
    const found = Buffer.concat([Buffer.from([0]), bytes.subarray(start, end)]).indexOf(key)
    const at = start + found
    return found < 0 ? [] : [at, bytes.subarray(at, bytes.indexOf(0, at))]
  })
  const before = root + "/home-base/" + base + ".inventory"
  const [, old] = recordIn(before, fs.readFileSync(before))
  const bytes = fs.readFileSync(file), [at, now] = recordIn(file, bytes)
  if (old.length !== now.length || old.equals(now)) throw new Error("it is not another record of this length")
  old.copy(bytes, at)
  fs.writeFileSync(file, bytes)
  const outline = outlineOf(file)
  for (const one of outline.stretches) one.exact = sha1(bytes.subarray(one.start, one.end))
  outline.sum = sha1(JSON.stringify([outline.rules, outline.stretches]))
  fs.writeFileSync(file + ".outline.json", JSON.stringify(outline))'`

/** Once more in the same direction. */
const goOn = async () => (await switchTo('p17', 'xps', { 'checks:holder': 'take-anyway' })).exitCode
const planned = async () => JSON.stringify((await plan('p17', 'xps')).plan.previews[stepIds.home]?.blocks)

describe('the weekly check', () => {
  it('is on by itself, idle, and finds nothing where nothing was missed', async () => {
    expect(await shellOn('p17', 'systemctl is-active pc-switcher-scheduled@home-walk.timer')).toBe('active\n')
    expect(
      await shellOn(
        'p17',
        'systemctl show -p CPUSchedulingPolicy,IOSchedulingClass pc-switcher-scheduled@home-walk.service',
      ),
    ).toBe('IOSchedulingClass=3\nCPUSchedulingPolicy=5\n')
    await shellOn('p17', 'echo later > /home/alice/later; systemctl start pc-switcher-scheduled@home-walk.service')
    expect(await shellOn('p17', 'journalctl -u pc-switcher-scheduled@home-walk.service -o cat --no-pager')).toMatch(
      /Compared [\d,]+ names in \/home\. No change was missed\./,
    )
    const { items } = await call('p17', calls.doctor, {})
    expect(items).toContainEqual(
      expect.objectContaining({ title: 'Weekly check of /home', laptop: 'P17', verdict: 'passed' }),
    )
  })

  it('finds a change that the memory of a laptop lacks, tells it, and the next switch carries it', async () => {
    await shellOn('p17', 'cd /home/alice/Documents; echo one > letter.md; chown alice:alice letter.md')
    expect(await goOn()).toBe(0)
    await shellOn('p17', "printf '\\002' | dd of=/home/alice/Documents/letter.md conv=notrunc status=none")
    expect(await planned()).toContain('letter.md')
    await shellOn('p17', plant)
    expect(await planned()).not.toContain('letter.md')

    await shellOn('p17', 'systemctl start pc-switcher-scheduled@home-walk.service')
    expect((await status('p17')).overview.here.facts?.missedChanges).toMatchObject({ count: 1, isOpen: true })
    const { items } = await call('p17', calls.doctor, {})
    const [item] = items.filter(({ title, laptop }) => title === 'Weekly check of /home' && laptop === 'P17')
    expect(item).toMatchObject({
      verdict: 'failed',
      text: expect.stringContaining('alice/Documents/letter.md') as unknown,
    })

    expect(await goOn()).toBe(0)
    const sum = (host: 'p17' | 'xps') => shellOn(host, 'sha256sum /home/alice/Documents/letter.md')
    expect(await sum('xps')).toBe(await sum('p17'))
    expect((await status('p17')).overview.here.facts?.missedChanges).toMatchObject({ isOpen: false })
  })
})
