/**
 * `npm run bench -- packages`: what listing the packages and services of both laptops takes, beside the commands that tell a part of the
 * same. Ours is asked as a plan asks it, by an app and agents that are running; "first" is by agents that have only just started. Each
 * laptop gets further packages, of which dpkg knows and nothing else is there; then the source gets a thousand that the target can install,
 * and a plan is asked for, beside the same question to apt.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { hosts, type Host } from '../practice/layout.ts'
import { pairDown, pairUp } from '../practice/pair.ts'
import { letRootIn, overSsh } from './by-hand.ts'
import { on, type Laptops } from './laptops.ts'
import { median, type Milliseconds } from './measure.ts'
import { comparePackages, logVerbs, setApp, simulatePlan } from './product.ts'
import { tableLines, type Row } from './table.ts'

const commands = ['dpkg-query -W', 'apt-mark showmanual', 'systemctl list-unit-files'] as const

export async function benchPackages(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      packages: { type: 'string', default: '1600' },
      times: { type: 'string', default: '5' },
      name: { type: 'string', default: 'bench' },
      keep: { type: 'boolean', default: false },
    },
  })
  const laptops: Laptops = { pair: values.name, from: 'p17', to: 'xps' }
  try {
    await pairUp({ name: values.name, say })
    await letRootIn(laptops)
    for (const host of hosts) await addPackages(laptops.pair, host, Number(values.packages))
    await logVerbs(laptops.pair, laptops.from)
    await setApp(laptops.pair, laptops.to, 'stop')
    say('Measuring what listing packages takes')
    const rows = await measureLists(laptops, Number(values.times))
    say(`Measuring a plan that installs ${wanted} packages`)
    await addWanted(laptops)
    const row = await measurePlan(laptops, Number(values.times))
    console.log(
      'The first two rows stand beside all three, the last one beside apt-get -s install of the same packages.\n',
    )
    for (const line of tableLines([...rows, row])) console.log(line)
    return 0
  } finally {
    if (!values.keep) await pairDown(values.name, { remove: true })
  }
}

/** Until it can be asked: a command line that finds no app does the work itself. */
const startsWithinMs = 3_000

/** By agents that have only just started. */
async function anew(laptops: Laptops, measure: (laptops: Laptops) => Promise<Milliseconds>): Promise<Milliseconds> {
  await setApp(laptops.pair, laptops.from, 'restart')
  await pause(startsWithinMs)
  return await measure(laptops)
}

async function measureLists(laptops: Laptops, times: number): Promise<readonly Row[]> {
  const first = await median(times, () => anew(laptops, comparePackages))
  const again = await median(times, () => comparePackages(laptops))
  const byHand: Milliseconds[] = []
  for (const command of commands) byHand.push(await median(times, () => timedOnBoth(laptops, command)))
  const sum = byHand.reduce((total, one) => total + one, 0)
  console.log(`${await countPackages(laptops)} packages on each laptop. By hand, one laptop after the other:`)
  commands.forEach((command, index) => {
    console.log(`  ${command.padEnd(28)} ${(byHand[index] ?? Number.NaN).toFixed(0).padStart(6)} ms`)
  })
  const what = 'packages and services of both laptops'
  return [
    { what: `${what}, first`, product: first, byHand: sum, unit: 'ms', aim: 600 },
    { what: `${what}, nothing changed`, product: again, byHand: sum, unit: 'ms', aim: 50 },
  ]
}

/** That only the source has. */
const wanted = 1_000

async function measurePlan(laptops: Laptops, times: number): Promise<Row> {
  const product = await median(times, () => anew(laptops, simulatePlan))
  const names = Array.from({ length: wanted }, (_, index) => `wanted-${index}=1.0`).join(' ')
  const byHand = await median(times, () => timedOn(laptops, laptops.to, `apt-get -s install ${names} > /dev/null`))
  return { what: `what apt would do with ${wanted} packages`, product, byHand, unit: 'ms', aim: 7_000 }
}

/** By the laptop's own clock: what it takes to get in from here does not count. */
async function timedOnBoth({ pair, from, to }: Laptops, command: string): Promise<Milliseconds> {
  const both = `${command} > /dev/null; ${overSsh(to, `${command} > /dev/null`)}`
  return timedOn({ pair }, from, both)
}

async function timedOn({ pair }: Pick<Laptops, 'pair'>, host: Host, command: string): Promise<Milliseconds> {
  const timed = `TIMEFORMAT=%3R; { time { ${command}; } 2> /dev/null; } 2>&1`
  const { stdout } = await on(pair, host, ['bash', '-c', timed])
  return Number(stdout) * 1000
}

async function countPackages({ pair, from }: Laptops): Promise<number> {
  const { stdout } = await on(pair, from, ['dpkg-query', '-W', '-f', '.'])
  return stdout.length
}

/** Two thirds of them for the sake of others, as on a laptop that somebody works with. */
const addProgram = `
import { appendFileSync, readFileSync } from 'node:fs'
const [wanted, status, states] = [Number(process.argv[2]), '/var/lib/dpkg/status', '/var/lib/apt/extended_states']
const there = readFileSync(status, 'utf8').match(/^Package: /gm).length
const stanza = (name, index) => [
  'Package: ' + name, 'Status: install ok installed', 'Priority: optional', 'Section: misc', 'Installed-Size: ' + (index + 1),
  'Maintainer: Bench <bench@example.invalid>', 'Architecture: all', 'Version: 1:2.' + index + '-3+deb13u1',
  'Depends: libc6 (>= 2.36), base-files | bash' + (index === 0 ? '' : ', bench-' + (index - 1) + ' (>= 1.0)'),
  'Description: one of many', '', '',
].join('\\n')
const auto = (name) => 'Package: ' + name + '\\nArchitecture: amd64\\nAuto-Installed: 1\\n\\n'
const added = Array.from({ length: Math.max(0, wanted - there) }, (_, index) => 'bench-' + index)
appendFileSync(status, added.map(stanza).join(''))
appendFileSync(states, added.filter((_, index) => index % 3 > 0).map(auto).join(''))
`

async function addPackages(pair: string, host: Host, wanted: number): Promise<void> {
  await on(pair, host, ['sh', '-c', 'cat > /root/add-packages.mjs'], addProgram)
  await on(pair, host, ['/usr/lib/pc-switcher/node', '/root/add-packages.mjs', String(wanted)])
}

/** They are installed on the source as far as dpkg knows; the archive of the target offers them. */
const wantedProgram = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
const all = Array.from({ length: Number(process.argv[2]) }, (_, index) => index)
const stanza = (index, more) => [
  'Package: wanted-' + index, ...more, 'Installed-Size: 100', 'Maintainer: Bench <bench@example.invalid>', 'Architecture: all',
  'Version: 1.0', 'Depends: libc6 (>= 2.36)' + (index % 3 === 0 ? '' : ', wanted-' + (index - 1)), 'Description: one of many', '', '',
].join('\\n')
if (process.argv[3] === 'installed') {
  appendFileSync('/var/lib/dpkg/status', all.map((index) => stanza(index, ['Status: install ok installed'])).join(''))
} else {
  mkdirSync('/srv/bench')
  const offered = (index) => ['Filename: ./wanted-' + index + '.deb', 'Size: 1000', 'SHA256: ' + '0'.repeat(64)]
  writeFileSync('/srv/bench/Packages', all.map((index) => stanza(index, offered(index))).join(''))
  writeFileSync('/etc/apt/sources.list.d/bench.list', 'deb [trusted=yes] file:/srv/bench ./\\n')
}
`

async function addWanted({ pair, from, to }: Laptops): Promise<void> {
  for (const [host, kind] of [
    [from, 'installed'],
    [to, 'offered'],
  ] as const) {
    await on(pair, host, ['sh', '-c', 'cat > /root/add-wanted.mjs'], wantedProgram)
    await on(pair, host, ['/usr/lib/pc-switcher/node', '/root/add-wanted.mjs', String(wanted), kind])
  }
  await on(pair, to, ['apt-get', '-q', 'update'])
}
