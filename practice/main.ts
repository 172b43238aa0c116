/** The practice's command line: two laptops to try the product on. Started by start.mjs, as root. */
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { cleanUpWhenInterrupted } from './interrupt.ts'
import type { Wish } from './ensure-disks.ts'
import { parseRelease } from './image.ts'
import { checkPairName, hosts, parseHost, person, type Host } from './layout.ts'
import {
  argvOn,
  crash,
  cutLink,
  execOn,
  mendLink,
  pairDown,
  pairStatus,
  pairUp,
  resetPair,
  restart,
  type PairStatus,
  type UpOptions,
} from './pair.ts'
import { findPair } from './pair-state.ts'
import { PracticeError } from './practice-error.ts'
import type { Argv } from './run.ts'
import { sayWithTime, type Say } from './say.ts'
import { Supervisor } from './supervisor.ts'

const usage = `npm run practice -- VERB [--name NAME]
  up [--no-open] [--files N]   make, fill and switch on two laptops, p17 and xps
     [--unpaired]              without pc-switcher, but for its package on p17
     [--in-top HOST]           with all of HOST in the top level of its disk, as Ubuntu's installer leaves it
     [--p17 RELEASE] [--xps RELEASE]   on trixie (Debian 13, the usual), bookworm (Debian 12)
                                     or noble (Ubuntu 24.04)
  down [--remove]              switch them off and leave nothing behind (--remove: their disks neither)
  reset                        put both back to the state after the first up
  status --json                what is on, and where their web shells answer
  exec HOST [--user NAME] -- COMMAND...
  demo                         a whole switch from the laptop with the latest work to the other one, unattended
  cut HOST / mend HOST         take the network cable out / put it back
  restart HOST / crash HOST    reboot in order / cut the power and boot again`

async function main(args: readonly string[]): Promise<number> {
  const split = args.indexOf('--')
  const { values, positionals } = parseWords(split === -1 ? args : args.slice(0, split))
  const [verb = 'up', word] = positionals
  const name = checkPairName(values.name)
  const say = sayWithTime()
  if (values.help) return print(usage)
  switch (verb) {
    case 'up':
      await bringUp({ name, say, ...parseWish(values) })
      return print(describeStatus(await pairStatus(name)))
    case 'demo':
      await bringUp({ name, say, ...parseWish(values) })
      return await switchOnce(name, say)
    case 'down':
      await pairDown(name, { remove: values.remove, say })
      return 0
    case 'reset':
      await resetPair(name, say)
      return 0
    case 'status':
      return print(values.json ? JSON.stringify(await pairStatus(name)) : describeStatus(await pairStatus(name)))
    case 'exec':
      return await passThrough(
        await argvOn(parseHost(word), parseCommand(split === -1 ? [] : args.slice(split + 1)), {
          name,
          user: values.user,
        }),
      )
    case 'cut':
      await cutLink(parseHost(word), name)
      return 0
    case 'mend':
      await mendLink(parseHost(word), name)
      return 0
    case 'restart':
      await restart(parseHost(word), name)
      return 0
    case 'crash':
      await crash(parseHost(word), name)
      return 0
    case 'supervise':
      return await supervise(name)
    default:
      throw new PracticeError(`"${verb}" is not something the practice can do.`, usage)
  }
}

function parseWords(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: { type: 'string', default: 'main' },
        files: { type: 'string' },
        p17: { type: 'string' },
        xps: { type: 'string' },
        user: { type: 'string', default: 'root' },
        json: { type: 'boolean', default: false },
        remove: { type: 'boolean', default: false },
        unpaired: { type: 'boolean', default: false },
        'in-top': { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new PracticeError(`${message.split('. ')[0] ?? message}.`, usage)
  }
}

/** As `pairUp`; interrupted, it leaves a pair up only if it was up before. */
async function bringUp(options: UpOptions & { readonly name: string }): Promise<void> {
  const before = await pairStatus(options.name)
  const stopWatching = before.up ? () => undefined : cleanUpWhenInterrupted(options.name)
  await pairUp(options)
  stopWatching()
}

/** From p17 the first time; then there and back. */
async function switchOnce(name: string, say: Say): Promise<number> {
  const from = await findHolder(name)
  const to = from === 'p17' ? 'xps' : 'p17'
  say(`Switching from ${from} to ${to}: pc-switcher switch --to ${to} --yes, as ${person} on ${from}`)
  return await passThrough(await argvOn(from, ['pc-switcher', 'switch', '--to', to, '--yes'], { name, user: person }))
}

const holderSchema = z.object({ overview: z.object({ holder: z.object({ by: z.string().optional() }) }) })

async function findHolder(name: string): Promise<Host> {
  const { stdout } = await execOn('p17', ['pc-switcher', 'status', '--json'], { name, user: person })
  const [line = '{}'] = stdout.split('\n')
  const found = holderSchema.safeParse(JSON.parse(line))
  return found.data?.overview.holder.by === 'xps' ? 'xps' : 'p17'
}

function describeStatus(status: PairStatus): string {
  if (status.leftOver !== undefined)
    return `The pair "${status.name}" is not up, but its supervisor still runs (${status.leftOver.join(', ')}). End it with: npm run practice -- down --name ${status.name}`
  if (status.laptops === undefined) return `The pair "${status.name}" is not up.`
  const lines = Object.entries(status.laptops).map(([host, laptop]) => {
    const shell = laptop.url ?? (laptop.state === 'on' ? 'no web shell' : (laptop.problem ?? ''))
    return `${host}  ${laptop.state}  ${laptop.link === 'cut' ? 'link cut' : laptop.address}  ${shell}`
  })
  return lines.join('\n')
}

interface WishWords extends Readonly<Partial<Record<Host | 'files' | 'in-top', string>>> {
  readonly unpaired: boolean
}

function parseWish(words: WishWords): Wish {
  const asked = hosts.flatMap((host) => (words[host] === undefined ? [] : [[host, parseRelease(words[host])] as const]))
  const inTop = words['in-top']
  if (inTop !== undefined && !words.unpaired)
    throw new PracticeError('--in-top is for laptops that nobody has paired: add --unpaired.')
  return {
    ...parseFiles(words.files),
    releases: Object.fromEntries(asked),
    ...(words.unpaired ? { unpaired: true } : {}),
    ...(inTop === undefined ? {} : { inTop: parseHost(inTop) }),
  }
}

function parseFiles(text: string | undefined): Wish {
  if (text === undefined) return {}
  const files = Number(text)
  if (Number.isInteger(files) && files >= 100 && files <= 1_000_000) return { files }
  throw new PracticeError(`--files takes a number from 100 to 1000000, not "${text}".`)
}

function parseCommand(words: readonly string[]): Argv {
  const [file, ...rest] = words
  if (file === undefined)
    throw new PracticeError('What should be run? npm run practice -- exec HOST [--user NAME] -- COMMAND...')
  return [file, ...rest]
}

async function passThrough(argv: Argv): Promise<number> {
  const [file, ...rest] = argv
  const child = spawn(file, rest, { stdio: 'inherit' })
  // The terminal sends Ctrl-C to the command as well; this process waits for how it ends.
  process.on('SIGINT', () => undefined)
  return await new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)))
  })
}

async function supervise(name: string): Promise<never> {
  const pair = await findPair(name)
  if (pair === undefined) throw new PracticeError(`There is no pair called "${name}".`)
  const supervisor = await Supervisor.start(pair)
  process.on('SIGTERM', () => void supervisor.stop().then(() => process.exit(0)))
  process.on('SIGHUP', () => undefined)
  return await new Promise<never>(() => undefined)
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    const details = error instanceof PracticeError ? error.details : error instanceof Error ? error.stack : undefined
    process.stderr.write(
      `${error instanceof Error ? error.message : String(error)}\n${details === undefined ? '' : `${details}\n`}`,
    )
    process.exit(1)
  },
)
