/**
 * Snaps on two laptops, from the plan to the proof. snapd itself cannot run in a container: on both, what answers on its
 * socket is a double that was made by snapd's own source (test/snapd-double.ts).
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hosts, type Host } from '../../practice/layout.ts'
import { fullVerificationSchema } from '../../src-main/contract/verify-calls.ts'
import { execOn } from '../../practice/pair.ts'
import { shellOn } from '../laptops-agents.ts'
import { testPair } from '../laptops-pair.ts'
import { pcSwitcher, plan, proofOf, switchTo } from '../laptops-product.ts'
import { doubleSnap, forever, type DoubleState } from '../snapd-double.ts'

const unit = 'snapd-double'
const hello = doubleSnap('hello', { title: 'Hello', revision: '42', publisher: { 'display-name': 'Canonical' } })
const code = doubleSnap('code', { revision: '170', confinement: 'classic' })
const broken = doubleSnap('broken', { revision: '3' })
const states: Readonly<Record<Host, Partial<DoubleState>>> = {
  p17: {
    snaps: [
      doubleSnap('core22', { type: 'base' }),
      { ...hello, hold: forever, 'tracking-channel': 'latest/edge' },
      ...[code, broken, doubleSnap('maps', { revision: '12' })],
    ],
    established: [
      {
        plug: { snap: 'hello', plug: 'camera' },
        slot: { snap: 'snapd', slot: 'camera' },
        ...{ interface: 'camera', manual: true },
      },
    ],
  },
  xps: {
    snaps: [doubleSnap('maps', { revision: '11', hold: forever }), doubleSnap('radio')],
    aliases: { maps: { m: { command: 'maps.maps', status: 'manual', manual: 'maps' } } },
    store: [{ snap: hello }, { snap: code }, { snap: broken, failsWith: 'exit status 7' }],
  },
}

async function start(host: Host, bundle: string): Promise<void> {
  for (const [file, input] of [
    ['/srv/snapd-double.mjs', bundle],
    ['/srv/snapd-double.json', JSON.stringify(states[host])],
  ] as const)
    await execOn(host, ['tee', file], { name: testPair, input })
  const node = '/usr/lib/pc-switcher/node'
  await shellOn(
    host,
    `systemd-run --quiet --unit=${unit} ${node} /srv/snapd-double.mjs /srv/snapd-double.json
     for i in $(seq 100); do [ -S /run/snapd.socket ] && exit; sleep 0.1; done; systemctl status ${unit}; exit 1`,
  )
}

/** What a comparison of everything says of packages and apps. */
async function checkedPackages() {
  const told = await pcSwitcher('p17', ['verify', '--full'])
  const verification = told.messages.find(({ type }) => type === 'verification')?.['verification']
  const area = fullVerificationSchema.parse(verification).areas.find(({ title }) => title === 'Packages')
  if (area === undefined) throw new Error(`packages were not compared: ${told.stderr}`)
  return area
}

async function stateOf(host: Host): Promise<DoubleState> {
  return JSON.parse(await shellOn(host, 'cat /var/lib/snapd/state.json')) as DoubleState
}

beforeAll(async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'snapd-double-'))
  const outfile = path.join(folder, 'double.mjs')
  const entryPoints = [path.join(import.meta.dirname, '../snapd-double-main.ts')]
  await build({
    entryPoints,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  })
  const bundle = await readFile(outfile, 'utf8')
  await Promise.all(hosts.map((host) => start(host, bundle)))
  await rm(folder, { recursive: true })
})

afterAll(() =>
  Promise.all(
    hosts.map((host) =>
      shellOn(host, `systemctl stop ${unit} || true; rm -rf /run/snapd.socket /var/lib/snapd /srv/snapd-double.*`),
    ),
  ),
)

describe('snaps of the laptop that is left', () => {
  it('stand beside those of the other one, with how they came', async () => {
    const told = await pcSwitcher('p17', ['packages', 'compare'])
    const text = JSON.stringify(told.messages)
    expect(text).toContain('"manager":"snap","name":"hello"')
    const rows = told.messages.flatMap(
      (message) => (message['packages'] ?? []) as { manager: string; name: string; difference: string }[],
    )
    expect(rows.filter(({ manager }) => manager === 'snap').map(({ name, difference }) => [name, difference])).toEqual([
      ['broken', 'only-here'],
      ['code', 'only-here'],
      ['core22', 'only-here'],
      ['hello', 'only-here'],
      ['maps', 'newer-here'],
      ['radio', 'only-there'],
    ])
  })

  it('are installed with their channel, what else is set is told by name; classic ones and removals only where that was answered', async () => {
    const { questions } = await plan('p17', 'xps')
    expect(questions.map(({ id }) => id).filter((id) => id.startsWith('snap-'))).toEqual([
      'snap-classic:code',
      'snap-remove:radio',
    ])
    const told = await switchTo('p17', 'xps', { 'snap-remove:radio': 'keep-always' })
    const { verified, steps } = proofOf(told)
    expect(verified).toBe(true)
    const items = steps.flatMap(({ verification }) => verification.items)
    const proof = items.find(({ title }) => title === 'Snaps')
    expect(proof).toMatchObject({ verdict: 'left', compared: 1, differences: [], chosen: ['radio'] })
    expect(proof?.left).toEqual([
      { why: 'nobody decided', count: 1, names: ['code'], undecided: true },
      { why: 'not installed on XPS 13', count: 1, names: ['broken'] },
      { why: 'another version on XPS 13', count: 1, names: ['maps'] },
    ])
    expect(items.find(({ title }) => title === 'Snap settings')).toMatchObject({
      verdict: 'not-compared',
      notCompared: {
        names: ['hello (held)', 'hello:camera :camera (connected)', 'maps (held)', 'm maps.maps (alias)'],
      },
    })
    const notes = steps.flatMap(({ verification }) => verification.notes)
    expect(notes.find((note) => note.includes('broken'))).toContain('exit status 7')
    const { snaps, established } = await stateOf('xps')
    expect(snaps.map(({ name }) => name)).toEqual(['maps', 'radio', 'hello'])
    expect(snaps[2]).toMatchObject({ revision: '42', 'tracking-channel': 'latest/edge' })
    expect(snaps[2]).not.toHaveProperty('hold', forever)
    expect(established).toEqual([])
  })

  it('are asked about no more where a rule says so, and come once that is agreed to', async () => {
    expect(await shellOn('p17', 'cat /home/alice/system-state/packages.rules')).toContain('apart snap radio')
    const toThere = await plan('p17', 'xps')
    expect(toThere.questions.map(({ id }) => id).filter((id) => id.startsWith('snap-'))).toEqual(['snap-classic:code'])
    const told = await switchTo('p17', 'xps', { 'snap-classic:code': 'install', 'checks:holder': 'take-anyway' })
    expect(proofOf(told).verified).toBe(true)
    const { snaps, told: wasTold } = await stateOf('xps')
    expect(snaps.map(({ name }) => name)).toEqual(['maps', 'radio', 'hello', 'code'])
    expect(wasTold.filter((line) => line.includes('/hello'))).toHaveLength(2)
  })

  it('are compared with what is set for them when all is read, and nothing that stays is called the same', async () => {
    const { notCompared, differs } = await checkedPackages()
    expect(differs.items).toEqual([])
    const setting = { differsIn: ['missing'], onlyOn: 'XPS 13' }
    expect(notCompared.items).toEqual(
      expect.arrayContaining([
        { path: 'maps (held)', ...setting },
        { path: 'm maps.maps (alias)', ...setting },
      ]),
    )
  })

  it('have no rule any more once it is taken back', async () => {
    const told = await pcSwitcher('p17', ['packages', 'rule', 'radio', 'none', '--manager', 'snap'])
    expect([told.stderr, told.exitCode]).toEqual(['', 0])
    // The rules are where the work is, which is not where this was said.
    expect(await shellOn('xps', 'cat /home/alice/system-state/packages.rules')).not.toContain('apart snap radio')
  })
})

it('a snapd that hangs up keeps no switch from being made, and the proof says what is not known', async () => {
  // What is remembered of it counts for as long as its state is as it was.
  await shellOn('xps', `systemctl stop ${unit}; touch /var/lib/snapd/state.json; test -S /run/snapd.socket`)
  const { plan: made } = await plan('p17', 'xps')
  expect(JSON.stringify(made.previews)).toContain('snapd on XPS 13 does not answer')
  const { verified, steps } = proofOf(await switchTo('p17', 'xps', { 'checks:holder': 'take-anyway' }))
  expect(verified).toBe(true)
  const items = steps.flatMap(({ verification }) => verification.items)
  expect(items.filter(({ title }) => title === 'Snaps')).toMatchObject([
    {
      verdict: 'not-compared',
      text: 'Snaps were neither copied nor compared, because snapd on XPS 13 did not answer',
      notCompared: { why: 'left-out', names: ['hello', 'code', 'broken', 'maps'] },
    },
  ])
  const packages = await checkedPackages()
  expect(packages.notes).toContain('Snaps were not compared, because snapd on XPS 13 did not answer')
  const notCompared = packages.notCompared.items.map(({ path }) => path)
  expect(notCompared).toEqual(expect.arrayContaining(['hello', 'code', 'broken', 'maps']))
  const differing = packages.differs.items.map(({ path }) => path)
  expect(differing.filter((path) => notCompared.includes(path))).toEqual([])
})
