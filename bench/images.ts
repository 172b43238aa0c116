/**
 * `npm run bench -- images`: small changes all over a large image of a virtual machine, brought by a switch, beside an rsync that
 * copies the same image by hand in the same run.
 */
import { parseArgs } from 'node:util'
import { hosts } from '../practice/layout.ts'
import { pairDown, pairUp } from '../practice/pair.ts'
import { letRootIn, overSsh, sshByHand } from './by-hand.ts'
import { on, type Laptops } from './laptops.ts'
import { timed, type Milliseconds } from './measure.ts'
import { logVerbs, setApp, switchTo } from './product.ts'
import { tableLines } from './table.ts'

const folder = '/var/lib/libvirt/images'
const image = `${folder}/large.qcow2`
const byHand = `${folder}/.by-hand`
const pieceBytes = 65_536
const fillBytes = 2 ** 29

interface Work {
  readonly imageBytes: number
  readonly pieces: number
}

export async function benchImages(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      gigabytes: { type: 'string', default: '2' },
      pieces: { type: 'string', default: '3200' },
      name: { type: 'string', default: 'bench' },
      keep: { type: 'boolean', default: false },
    },
  })
  const laptops: Laptops = { pair: values.name, from: 'p17', to: 'xps' }
  const work: Work = { imageBytes: Number(values.gigabytes) * 2 ** 30, pieces: Number(values.pieces) }
  try {
    await pairUp({ name: values.name, files: 200, say })
    for (const host of hosts) {
      await logVerbs(values.name, host)
      await setApp(values.name, host, 'restart')
    }
    await letRootIn(laptops)
    say('Making the image and bringing it for the first time')
    await makeImage(laptops, work)
    await switchTo(laptops)
    await switchTo({ ...laptops, from: 'xps', to: 'p17' })
    const changedBytes = await changePieces(laptops, work)
    say('Copying the same by hand')
    const hand = await copyByHand(laptops)
    say('Measuring the switch')
    const { verbs, steps } = await switchTo(laptops)
    const step = steps.get('images')
    if (step === undefined) throw new Error('the switch had no step for images')
    await requireSame(laptops)
    const [of, crossed] = [changedBytes / 1e6, step.bytes / 1e6]
    console.log(`${of.toFixed(0)} MB in ${work.pieces} pieces of an image of ${values.gigabytes} GiB. In the step:`)
    for (const [verb, ms] of [...verbs].filter(([name]) => /^(images|transfers?)[./]/.test(name)))
      console.log(`  ${verb.padEnd(34)}  ${(ms / 1000).toFixed(2).padStart(7)} s`)
    const rows = [
      { what: 'MB that cross, beside what changed', product: crossed, byHand: of, unit: 'MB', aim: of * 1.05 },
      {
        what: 'MB that cross, beside rsync',
        product: crossed,
        byHand: hand.bytes / 1e6,
        unit: 'MB',
        aim: hand.bytes / 1e6,
      },
      {
        what: 'the step with its proof',
        product: step.ms / 1000,
        byHand: hand.ms / 1000,
        unit: 's',
        aim: hand.ms / 3000,
      },
    ] as const
    for (const line of tableLines(rows)) console.log(line)
    return 0
  } finally {
    if (!values.keep) await pairDown(values.name, { remove: true })
  }
}

async function makeImage({ pair, from }: Laptops, { imageBytes }: Work): Promise<void> {
  await on(pair, from, ['qemu-img', 'create', '-q', '-f', 'qcow2', image, String(imageBytes)])
  // qemu-io writes less than 2 GiB at once.
  for (let at = 0; at < imageBytes; at += fillBytes) {
    await on(pair, from, ['sh', '-ec', `head -c ${fillBytes} /dev/urandom > /root/noise`])
    await on(pair, from, ['qemu-io', '-f', 'qcow2', '-c', `write -s /root/noise ${at} ${fillBytes}`, image])
  }
  await on(pair, from, ['sh', '-ec', 'rm /root/noise; sync'])
}

/** At places that are always the same; gives how much that is, as some lie over each other. */
async function changePieces({ pair, from }: Laptops, { imageBytes, pieces }: Work): Promise<number> {
  const blocks = new Set<number>()
  const commands = Array.from({ length: pieces }, (_none, index) => {
    const first = (index * 2_654_435_761) % (imageBytes / 4096 - pieceBytes / 4096)
    for (let block = first; block < first + pieceBytes / 4096; block += 1) blocks.add(block)
    return `write -P ${index % 251} ${first * 4096} ${pieceBytes}`
  })
  await on(pair, from, ['sh', '-ec', `qemu-io -f qcow2 ${image} > /dev/null; sync`], commands.join('\n'))
  return blocks.size * 4096
}

/** Into a copy of the old image that shares its blocks, as somebody who has no other tool does it. */
async function copyByHand({ pair, from, to }: Laptops): Promise<{ readonly ms: Milliseconds; readonly bytes: number }> {
  const here = (command: string) => on(pair, from, ['sh', '-ec', command])
  const copy = `mkdir ${byHand} && chattr +C ${byHand} && cp --reflink=always ${image} ${byHand}/`
  await here(overSsh(to, copy))
  let said = ''
  const ms = await timed(async () => {
    const rsync = `rsync -aAXHS --inplace --stats -e "${sshByHand}" ${image} ${to}:${byHand}/`
    said = (await here(`${rsync} && ${overSsh(to, 'sync')}`)).stdout
  })
  await here(overSsh(to, `rm -r ${byHand}`))
  const bytes = Number(/Total bytes sent: ([\d,]+)/.exec(said)?.[1]?.replaceAll(',', ''))
  return { ms, bytes }
}

async function requireSame({ pair }: Laptops): Promise<void> {
  const sums = await Promise.all(hosts.map((host) => on(pair, host, ['sha256sum', image])))
  if (sums[0]?.stdout !== sums[1]?.stdout) throw new Error('the images differ')
}
