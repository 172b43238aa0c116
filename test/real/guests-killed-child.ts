/**
 * Places a group of two guests in folders of its own, with a double of virsh: is killed at a moment, and goes on after that. Runs in a
 * mount namespace of its own, and prints what stands there in the end.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs, {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import { prepareParts } from '../../src-main/domains/images/on-machine/guests/carry-guests.ts'
import {
  digestOfParts,
  readParts,
  readWrittenParts,
} from '../../src-main/domains/images/on-machine/guests/guest-parts.ts'
import { adoptIncoming, prepareIncoming } from '../../src-main/domains/images/on-machine/receive-images.ts'
import { digestOf, pieceBytes } from '../../src-main/commons/changed-ranges/contents-digest.ts'
import type { Group } from '../../src-main/domains/images/on-machine/guests/place-group.ts'
import type { Moment } from './guests-killed.test.ts'
import virshDouble from './virsh-double.pl'

const [images, stateFolder, source] = ['/var/lib/libvirt/images', '/var/lib/pc-switcher/root', '/var/lib/source']
const definitions = '/etc/libvirt/qemu'
const guests = ['a', 'b'].map((name) => ({ name, uuid: `${name.repeat(8)}-0000-0000-0000-000000000000` }))
type Guest = (typeof guests)[number]
const moment = JSON.parse(process.argv[2] ?? '') as Moment

const xmlOf = ({ name, uuid }: Guest, title: string) =>
  `<domain type="qemu"><name>${name}</name><uuid>${uuid}</uuid><title>${title}</title><devices><disk type="file" device="disk">
<driver name="qemu" type="qcow2"/><source file="${images}/${name}.qcow2"/></disk></devices></domain>`

function makeImage(file: string, pattern: number): void {
  execFileSync('qemu-img', ['create', '-q', '-f', 'qcow2', file, '1M'])
  execFileSync('qemu-io', ['-f', 'qcow2', '-c', `write -q -P ${pattern} 0 64k`, file])
}

const partsIn = ({ uuid }: Guest) => path.join(source, uuid)

/** What the other laptop has. */
function writeSource(guest: Guest, title: string): void {
  mkdirSync(path.join(partsIn(guest), 'snapshots'), { recursive: true })
  const parts = { version: 1, ...guest, tpm: [], snapshots: [] }
  writeFileSync(path.join(partsIn(guest), 'parts.json'), JSON.stringify(parts))
  writeFileSync(path.join(partsIn(guest), 'definition.xml'), xmlOf(guest, title))
}

function setUp(): void {
  for (const place of [images, stateFolder, source, definitions]) mkdirSync(place, { recursive: true })
  chmodSync(images, 0o711)
  writeFileSync('/usr/local/sbin/virsh', virshDouble, { mode: 0o755 })
  for (const [index, guest] of guests.entries()) {
    makeImage(path.join(source, `${guest.name}.qcow2`), index + 11)
    writeSource(guest, 'new')
    if (moment.defined === guest.name) {
      writeFileSync(`/var/lib/dies-with-${guest.name}`, '')
      continue
    }
    makeImage(path.join(images, `${guest.name}.qcow2`), index + 1)
    writeFileSync(path.join(definitions, `${guest.name}.xml`), xmlOf(guest, 'old'))
  }
}

/** What the other laptop has changed by the time that the switch goes on. */
function change(): void {
  const [a, b] = guests
  if (a === undefined || b === undefined) return
  writeSource(b, 'new REFUSED')
  if (moment.then === 'another disk') makeImage(path.join(source, 'a.qcow2'), 21)
  if (moment.then === 'a damaged disk') writeFileSync(path.join(source, 'b.qcow2'), 'no image')
}

function sumOf(file: string): string {
  const all = readFileSync(file)
  const pieces = Array.from({ length: Math.ceil(all.length / pieceBytes) }, (_none, index) =>
    createHash('sha256')
      .update(all.subarray(index * pieceBytes, (index + 1) * pieceBytes))
      .digest(),
  )
  return digestOf({ bytes: all.length, sums: Buffer.concat(pieces) })
}

const sumHere = ({ name }: Pick<Guest, 'name'>) => {
  const file = path.join(images, `${name}.qcow2`)
  return existsSync(file) ? sumOf(file) : undefined
}
const definitionOf = ({ name }: Pick<Guest, 'name'>) => path.join(definitions, `${name}.xml`)
const digestHere = async (guest: Guest) =>
  existsSync(definitionOf(guest)) ? digestOfParts(await readParts(guest, {})) : undefined

/** As the plan found it; the same whenever the switch goes on. */
async function makePlan(): Promise<string> {
  const there = guests.flatMap(({ name }) => {
    const stat = statSync(path.join(images, `${name}.qcow2`), { throwIfNoEntry: false })
    return stat === undefined ? [] : [{ name: `${name}.qcow2`, bytes: stat.size, modifiedAt: stat.mtime.toISOString() }]
  })
  const known = []
  for (const guest of guests) {
    const digest = await digestHere(guest)
    if (digest !== undefined) known.push({ ...guest, digest })
  }
  return JSON.stringify({ there, known })
}

/** As the source does it: what is the same there already is not sent again. */
async function groupOf(plan: { there: Group['there']; known: Group['guests']['there'] }): Promise<Group> {
  const open = guests.filter((one) => sumHere(one) !== sumOf(path.join(source, `${one.name}.qcow2`)))
  const taken = []
  for (const guest of guests) {
    const sent = await digestOfParts(await readWrittenParts(partsIn(guest)))
    if (sent !== (await digestHere(guest))) taken.push({ ...guest, sent, digest: sent })
  }
  const rights = { owner: 'root', group: 'root', mode: 0o644, backing: { kind: 'none' as const } }
  return {
    ...{ name: 'a.qcow2', there: plan.there, removed: [] },
    images: open
      .map(({ name }) => `${name}.qcow2`)
      .map((name) => ({ name, ...rights, sha256: sumOf(path.join(source, name)) })),
    // What is new here comes first.
    guests: { taken: taken.toReversed(), removed: [], there: plan.known },
  }
}

async function place(): Promise<void> {
  const group = await groupOf(JSON.parse(readFileSync('/var/lib/plan.json', 'utf8')) as Parameters<typeof groupOf>[0])
  await prepareIncoming({ names: group.images.map(({ name }) => name), asChanges: [] }, stateFolder, {})
  for (const { name } of group.images)
    cpSync(path.join(source, name), path.join(images, '.pc-switcher-incoming', name), { preserveTimestamps: true })
  await prepareParts(true, stateFolder)
  for (const { uuid } of group.guests.taken)
    cpSync(path.join(source, uuid), `/var/lib/pc-switcher/root/guests/incoming/${uuid}`, { recursive: true })
  const { signal } = new AbortController()
  await adoptIncoming({ groups: [group] }, { stateFolder, signal, onBytes: () => undefined })
}

/** After an image was renamed into its place, or when the first file of a folder was removed. */
function dieAt({ renamed, removing }: Moment): void {
  const { rename, rm } = fs.promises
  const die = () => process.kill(process.pid, 'SIGKILL')
  fs.promises.rename = async (from, to) => {
    await rename(from, to)
    if (renamed !== undefined && to === path.join(images, renamed)) die()
  }
  fs.promises.rm = async (what, how) => {
    if (removing !== undefined && typeof what === 'string' && new RegExp(removing).test(what) && existsSync(what)) {
      const [first] = readdirSync(what, { recursive: true, encoding: 'utf8' })
        .map((name) => path.join(what, name))
        .filter((file) => statSync(file).isFile())
      if (first !== undefined) await rm(first)
      die()
    }
    await rm(what, how)
  }
  syncBuiltinESMExports()
}

function goThrough(part: 'first' | 'again'): NodeJS.Signals | null {
  const { signal, status, stderr } = spawnSync(process.execPath, [process.argv[1] ?? '', process.argv[2] ?? '', part], {
    encoding: 'utf8',
  })
  if (signal === null && status !== 0) throw new Error(stderr)
  return signal
}

const part = process.argv[3]
if (part === 'first') dieAt(moment)
if (part === 'first' || part === 'again') await place()
if (part === undefined) {
  setUp()
  writeFileSync('/var/lib/plan.json', await makePlan())
  const before = guests.map(sumHere)
  const killed = goThrough('first')
  change()
  goThrough('again')
  const found = guests.flatMap((guest, index) => {
    const sum = sumHere(guest)
    const xml = existsSync(definitionOf(guest)) ? readFileSync(definitionOf(guest), 'utf8') : '<title>none'
    return [sum === undefined ? 'none' : sum === before[index] ? 'old' : 'new', /<title>(\w+)/.exec(xml)?.[1]]
  })
  const isLeft = [`${images}/.pc-switcher-replaced`, `${stateFolder}/guests/replaced`].some((one) => existsSync(one))
  process.stdout.write(JSON.stringify({ killed, found, isLeft }))
}
