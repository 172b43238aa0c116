/** The part of `npm run bench -- snapshots` that runs in a mount namespace of its own (see snapshots.ts). */
import { randomBytes, randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createSnapshots, measureSnapshots } from '../src-main/domains/snapshots/verbs.ts'
import type { Machine } from '../src-main/machine/machine.ts'
import { startAgent } from '../src-main/machine/start-agent.ts'
import { attempt, run } from '../practice/run.ts'
import { changeSome, fillHome } from './home-files.ts'
import { timed, type Milliseconds } from './measure.ts'
import { makeSnapshotMachine, type SnapshotMachine } from './snapshot-machine.ts'
import { snapshotTableLines, type Measured } from './snapshot-table.ts'
import { btrbk, ours, snapper, walkWithRsync, type SnapshotTool } from './snapshot-tools.ts'
import { wording } from '../src-main/app/wording.ts'

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '100000' },
    changes: { type: 'string', default: '1000' },
    snapshots: { type: 'string', default: '1000' },
    times: { type: 'string', default: '10' },
    folder: { type: 'string', default: '' },
  },
})
const wanted = {
  files: Number(values.files),
  changes: Number(values.changes),
  many: Number(values.snapshots),
  times: Number(values.times),
}

const say = (sentence: string) => process.stderr.write(`${sentence}\n`)

type Costs = Record<'create' | 'list' | 'listAgain' | 'diff' | 'again' | 'delete', Milliseconds | undefined>
type Cost = keyof Costs

/** The fastest of several runs: on a busy machine, the rest is noise of other work. */
interface Book {
  note(tool: string, cost: Cost, work: () => Promise<unknown>): Promise<void>
  of(tool: string): Costs
}

function createBook(): Book {
  const books = new Map<string, Costs>()
  const of = (tool: string): Costs => {
    const known = books.get(tool)
    if (known !== undefined) return known
    const costs = {
      create: undefined,
      list: undefined,
      listAgain: undefined,
      diff: undefined,
      again: undefined,
      delete: undefined,
    }
    books.set(tool, costs)
    return costs
  }
  return {
    of,
    async note(tool, cost, work) {
      const ms = await timed(work)
      of(tool)[cost] = Math.min(ms, of(tool)[cost] ?? Infinity)
    },
  }
}

const rsync = 'rsync -nai --delete'

/** In turn, so that a slow moment of the machine is everybody's. */
async function measureInTurn(tools: readonly SnapshotTool[], machine: SnapshotMachine, book: Book): Promise<void> {
  const takeEach = () => inTurn(tools, (tool) => tool.create())
  const first = await takeEach()
  changeSome(machine.home, wanted.files, wanted.changes, 1)
  await run('write everything to the disk', ['sync', '-f', machine.home])
  const second = await takeEach()
  const found = new Map<string, number>()
  for (let time = 0; time < wanted.times; time += 1) {
    for (const [index, tool] of tools.entries()) {
      const { name, diff } = tool
      const [one, other] = [first[index] ?? '', second[index] ?? '']
      if (diff === undefined) continue
      await tool.forget()
      await book.note(name, 'diff', async () => found.set(name, await diff(one, other)))
      await book.note(name, 'again', () => diff(one, other))
    }
    const [one, other] = [first[0] ?? '', second[0] ?? '']
    await book.note(rsync, 'diff', async () => found.set(rsync, await walkWithRsync(machine, one, other)))
  }
  say(`Differences found: ${[...found].map(([name, count]) => `${name} ${count}`).join(', ')}`)
  for (let time = 0; time < wanted.times; time += 1) {
    await inTurn(tools, async (tool) => {
      let id = ''
      await book.note(tool.name, 'create', async () => (id = await tool.create()))
      await tool.waitForIdle()
      await book.note(tool.name, 'delete', () => tool.delete(id))
    })
  }
}

async function inTurn<T>(
  tools: readonly SnapshotTool[],
  work: (tool: SnapshotTool) => Promise<T>,
): Promise<readonly T[]> {
  const done: T[] = []
  for (const tool of tools) {
    done.push(await work(tool))
    await tool.waitForIdle()
  }
  return done
}

/** Each with nothing but its own on the file system. */
async function measureLists(tools: readonly SnapshotTool[], machine: SnapshotMachine, book: Book): Promise<void> {
  await clear(machine)
  const [filling] = tools
  await filling?.create()
  await filling?.waitForIdle()
  await filling?.fill(wanted.many)
  const listed: string[] = []
  for (const tool of tools) {
    let count = 0
    // So short that a program which has just begun to do it is measured, and not the work: more often than the others.
    for (let time = 0; time < 4 * wanted.times; time += 1) {
      await book.note(tool.name, 'list', async () => (count = await tool.list()))
      const { listAgain } = tool
      if (listAgain === undefined) continue
      // Only who has the last answer is told the changes; the list before this one was told to another.
      await listAgain()
      await book.note(tool.name, 'listAgain', listAgain)
    }
    listed.push(`${tool.name} ${count}`)
  }
  say(`Listed: ${listed.join(', ')}`)
}

async function clear(machine: SnapshotMachine): Promise<void> {
  const top = path.join(machine.root, 'mnt')
  const { stdout } = await run('list the snapshots', ['btrfs', 'subvolume', 'list', '-s', '--', top])
  const paths = [...stdout.matchAll(/ path (.*)$/gm)].map(([, name]) => path.join(top, name ?? ''))
  for (let at = 0; at < paths.length; at += 200)
    await attempt(['btrfs', '-q', 'subvolume', 'delete', ...paths.slice(at, at + 200)])
  await run('wait until they are gone', ['btrfs', 'subvolume', 'sync', machine.root])
}

async function measureAll(machine: SnapshotMachine): Promise<readonly Measured[]> {
  const agent = await startAgent(wording, [...machine.inside('/opt/node', '/opt/agent.cjs')] as [string, ...string[]])
  await startBus(machine)
  const own = ours(agent, machine)
  const snappers = [await snapper(machine, true), await snapper(machine, false)]
  const book = createBook()
  const last = btrbk(machine)
  const tools = [own, ...snappers, last]
  say('Comparing, creating and deleting, in turn')
  await measureInTurn(tools, machine, book)
  say(`Listing ${wanted.many.toLocaleString('en-US')}`)
  for (const group of [[own], snappers, [last]]) await measureLists(group, machine, book)
  await measureHeldTogether(agent, machine)
  agent.close()
  return [...tools.map(({ name }) => name), rsync].map((name) => ({ name, ...book.of(name) }))
}

const sharedBytes = 50_000_000

/** Two sets alone have what was deleted since: in neither's own number, and what deleting both frees. */
async function measureHeldTogether(agent: Machine, { home }: SnapshotMachine): Promise<void> {
  const shared = path.join(home, 'shared-by-two')
  writeFileSync(shared, randomBytes(sharedBytes))
  const ids: string[] = []
  for (let n = 0; n < 2; n += 1)
    ids.push((await agent.call(createSnapshots, { switchId: randomUUID(), reason: 'manual' })).id)
  rmSync(shared)
  await run('write that to the disk', ['sync', '-f', home])
  const alone = { ms: 0, bytes: 0 }
  for (const id of ids)
    alone.ms += await timed(async () => {
      alone.bytes += (await agent.call(measureSnapshots, { ids: [id] })).togetherBytes
    })
  let bytes = 0
  const ms = await timed(async () => (bytes = (await agent.call(measureSnapshots, { ids })).togetherBytes))
  const inMb = (count: number) => `${(count / 1e6).toFixed(1)} MB`
  say(
    `Deleting two sets that share ${inMb(sharedBytes)} of their own frees ${inMb(bytes)} (measured together, ${ms.toFixed(0)} ms), ` +
      `${inMb(alone.bytes)} by the sum of each (${alone.ms.toFixed(0)} ms)`,
  )
}

async function startBus(machine: SnapshotMachine): Promise<void> {
  await machine.do('mkdir', '-p', '/run/dbus')
  await machine.do('dbus-daemon', '--system', '--fork')
}

say(`Making a home of ${wanted.files.toLocaleString('en-US')} files on a btrfs of its own`)
const machine = await makeSnapshotMachine(values.folder, path.resolve('dist/headless/agent.cjs'))
fillHome(machine.home, wanted.files)
await run('write it to the disk', ['sync', '-f', machine.home])
const measured = await measureAll(machine)
console.log(`${wanted.files.toLocaleString('en-US')} files, ${wanted.changes.toLocaleString('en-US')} changes:\n`)
for (const line of snapshotTableLines(measured, wanted.many)) console.log(line)
// Whatever was started inside ends with this process, the first of its namespace.
process.exit(0)
