/** The part of `npm run bench -- snapshots` that runs in a mount namespace of its own (see snapshots.ts). */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startAgent } from '../src-main/machine/start-agent.ts'
import { attempt, run } from '../practice/run.ts'
import { changeSome, fillHome } from './home-files.ts'
import { middle, timed, type Milliseconds } from './measure.ts'
import { makeSnapshotMachine, type SnapshotMachine } from './snapshot-machine.ts'
import { snapshotTableLines, type Measured } from './snapshot-table.ts'
import { btrbk, ours, snapper, walkWithRsync, type SnapshotTool } from './snapshot-tools.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    changes: { type: 'string', default: '1000' },
    snapshots: { type: 'string', default: '1000' },
    times: { type: 'string', default: '5' },
    folder: { type: 'string' },
  },
})
const [files, changes, many, times] = [values.files, values.changes, values.snapshots, values.times].map(Number)
if (
  values.folder === undefined ||
  files === undefined ||
  changes === undefined ||
  many === undefined ||
  times === undefined
)
  throw new Error('numbers')
const wanted = { files, changes, many, times }

const say = (sentence: string) => process.stderr.write(`${sentence}\n`)

interface Seen extends Measured {
  readonly pair: readonly [string, string]
}

async function measure(tool: SnapshotTool, machine: SnapshotMachine, round: number): Promise<Seen> {
  say(`Measuring ${tool.name}`)
  const first = await tool.create()
  changeSome(machine.home, wanted.files, wanted.changes, round)
  await run('write everything to the disk', ['sync', '-f', machine.home])
  const second = await tool.create()
  const diff = tool.diff === undefined ? undefined : await measureDiff(tool.diff, tool, first, second)
  const creations: Milliseconds[] = []
  const deletions: Milliseconds[] = []
  for (let time = 0; time < wanted.times; time += 1) {
    let id = ''
    creations.push(await timed(async () => (id = await tool.create())))
    deletions.push(await timed(() => tool.delete(id)))
  }
  await tool.fill(wanted.many)
  let listed = 0
  const list = await several(async () => (listed = await tool.list()))
  say(`  ${listed} listed${diff === undefined ? '' : `, ${diff.found} differences found`}`)
  const pair = [first, second] as const
  return {
    name: tool.name,
    create: middle(creations),
    list,
    diff: diff?.first,
    again: diff?.again,
    delete: middle(deletions),
    pair,
  }
}

async function measureDiff(
  diff: NonNullable<SnapshotTool['diff']>,
  tool: SnapshotTool,
  one: string,
  other: string,
): Promise<{ readonly first: Milliseconds; readonly again: Milliseconds; readonly found: number }> {
  let found = 0
  const fresh: Milliseconds[] = []
  for (let time = 0; time < wanted.times; time += 1) {
    await tool.forget()
    fresh.push(await timed(async () => (found = await diff(one, other))))
  }
  return { first: middle(fresh), again: await several(() => diff(one, other)), found }
}

async function several(work: () => Promise<unknown>): Promise<Milliseconds> {
  const measured: Milliseconds[] = []
  for (let time = 0; time < wanted.times; time += 1) measured.push(await timed(work))
  return middle(measured)
}

/** Each works alone on the file system: the others' snapshots are removed before. */
async function clear(machine: SnapshotMachine): Promise<void> {
  const top = path.join(machine.root, 'mnt')
  const { stdout } = await run('list the snapshots', ['btrfs', 'subvolume', 'list', '-s', '--', top])
  const paths = [...stdout.matchAll(/ path (.*)$/gm)].map(([, name]) => path.join(top, name ?? ''))
  for (let at = 0; at < paths.length; at += 200)
    await attempt(['btrfs', '-q', 'subvolume', 'delete', ...paths.slice(at, at + 200)])
  await run('wait until they are gone', ['btrfs', 'subvolume', 'sync', machine.root])
}

async function measureAll(machine: SnapshotMachine): Promise<readonly Measured[]> {
  const agent = await startAgent([...machine.inside('/opt/node', '/opt/agent.mjs')] as [string, ...string[]])
  const tool = ours(agent, machine)
  const own = await measure(tool, machine, 1)
  say('Measuring rsync')
  const rsync = await several(() => walkWithRsync(machine, ...own.pair))
  agent.close()
  await clear(machine)
  const measured: Measured[] = [own]
  await startBus(machine)
  for (const [round, bus] of [true, false].entries()) {
    measured.push(await measure(await snapper(machine, bus), machine, 2 + round))
    await clear(machine)
    for (const number of (await machine.do('ls', '/.snapshots')).split('\n'))
      if (number !== '') rmSync(path.join(machine.root, '.snapshots', number), { recursive: true, force: true })
  }
  measured.push(await measure(btrbk(machine), machine, 4))
  const nothing = { create: undefined, list: undefined, again: undefined, delete: undefined }
  return [...measured, { name: 'rsync -nai --delete', diff: rsync, ...nothing }]
}

async function startBus(machine: SnapshotMachine): Promise<void> {
  await machine.do('mkdir', '-p', '/run/dbus')
  await machine.do('dbus-daemon', '--system', '--fork')
}

say(`Making a home of ${wanted.files.toLocaleString('en-US')} files on a btrfs of its own`)
const machine = await makeSnapshotMachine(values.folder, path.resolve('dist/headless/agent.mjs'))
fillHome(machine.home, wanted.files)
await run('write it to the disk', ['sync', '-f', machine.home])
const measured = await measureAll(machine)
console.log(`${wanted.files.toLocaleString('en-US')} files, ${wanted.changes.toLocaleString('en-US')} changes:\n`)
for (const line of snapshotTableLines(measured, wanted.many)) console.log(line)
// Whatever was started inside ends with this process, the first of its namespace.
process.exit(0)
