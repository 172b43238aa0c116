/**
 * `npm run bench -- first`: the first switch of a home with many small files, beside Syncthing alone, which brings these files to
 * an empty folder of the other laptop. pc-switcher brings the rest of the home, packages and images as well.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { hosts, person, type Host } from '../practice/layout.ts'
import { execOn, pairDown, pairUp } from '../practice/pair.ts'
import { on, type Laptops } from './laptops.ts'
import { timed, type Milliseconds } from './measure.ts'
import { logVerbs, setApp, switchTo } from './product.ts'
import { askSyncthing, withSyncthing } from './syncthing.ts'
import { tableLines } from './table.ts'

/** The aim, of Syncthing's time. */
const share = 1 / 4

export async function benchFirstSwitch(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      files: { type: 'string', default: '100000' },
      name: { type: 'string', default: 'bench' },
      keep: { type: 'boolean', default: false },
    },
  })
  const laptops: Laptops = { pair: values.name, from: 'p17', to: 'xps' }
  const files = Number(values.files)
  try {
    await pairUp({ name: values.name, say })
    for (const host of hosts) {
      await logVerbs(values.name, host)
      await setApp(values.name, host, 'restart')
    }
    await fill(laptops, files)
    say('Bringing them by Syncthing alone')
    const byHand = await timedSyncthing(laptops, files)
    say('Measuring the first switch')
    const { switching } = await switchTo(laptops)
    const what = `the first switch, with ${files.toLocaleString('en-US')} small files`
    const row = { what, product: switching / 1000, byHand: byHand / 1000, unit: 's' } as const
    for (const line of tableLines([{ ...row, aim: row.byHand * share }], 'Syncthing')) console.log(line)
    return 0
  } finally {
    if (!values.keep) await pairDown(values.name, { remove: true })
  }
}

const folder = `/home/${person}/many`

async function fill({ pair, from }: Laptops, files: number): Promise<void> {
  const program = `
import { mkdirSync, writeFileSync } from 'node:fs'
for (let index = 0; index < ${files}; index++) {
  const folder = '${folder}/' + Math.floor(index / 100)
  if (index % 100 === 0) mkdirSync(folder, { recursive: true })
  writeFileSync(folder + '/file-' + index, 'x'.repeat((index * 37) % 6000))
}`
  const node = ['/usr/lib/pc-switcher/node', '--input-type=module', '-'] as const
  const { exitCode, stderr } = await execOn(from, node, { name: pair, user: person, input: program })
  if (exitCode !== 0) throw new Error(`${from} could not be filled: ${stderr}`)
  await on(pair, from, ['sync', '--file-system', folder])
}

const received = '/var/lib/pc-switcher/by-hand-many'

/** Until the other laptop has all of it, on its disk. */
async function timedSyncthing(laptops: Laptops, files: number): Promise<Milliseconds> {
  const { pair, from, to } = laptops
  let ms = Number.NaN
  await withSyncthing(laptops, async () => {
    await join(laptops)
    ms = await timed(async () => {
      while (!(await isThere(laptops, files))) await pause(500)
      await on(pair, to, ['sync', '--file-system', received])
    })
  })
  await on(pair, from, ['rm', '-r', `${folder}/.stfolder`])
  await on(pair, to, ['rm', '-r', received])
  return ms
}

const identitySchema = z.object({ myID: z.string() })

async function join({ pair, from, to }: Laptops): Promise<void> {
  const idOf = async (host: Host) =>
    identitySchema.parse(JSON.parse(await askSyncthing({ pair, host }, ['GET', '/rest/system/status']))).myID
  const [idFrom, idTo] = [await idOf(from), await idOf(to)]
  const know = (host: Host, deviceID: string, other: Host) =>
    askSyncthing({ pair, host }, ['PUT', `/rest/config/devices/${deviceID}`], {
      deviceID,
      addresses: [`tcp://${other}:22010`],
    })
  await know(from, idTo, to)
  await know(to, idFrom, from)
  const share = { id: 'many', rescanIntervalS: 0, fsWatcherEnabled: false }
  const devices = [{ deviceID: idFrom }, { deviceID: idTo }]
  const add = (host: Host, path: string, type: string) =>
    askSyncthing({ pair, host }, ['PUT', '/rest/config/folders/many'], { ...share, path, type, devices })
  await add(to, received, 'receiveonly')
  await add(from, folder, 'sendonly')
}

const statusSchema = z.object({ state: z.string(), localFiles: z.number(), needFiles: z.number() })

/** A peer that is not there needs nothing either: all files are counted. */
async function isThere({ pair, to }: Laptops, files: number): Promise<boolean> {
  const text = await askSyncthing({ pair, host: to }, ['GET', '/rest/db/status?folder=many'])
  const { state, localFiles, needFiles } = statusSchema.parse(JSON.parse(text))
  return state === 'idle' && needFiles === 0 && localFiles >= files
}
