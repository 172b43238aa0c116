/**
 * Switches with the times that they really took, in test/fixtures/switches: what the page says of the time that is left is
 * held against them. Recorded on a machine that does nothing else, as `npm run fixtures -- --timed`.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { person, type Host } from '../../practice/layout.ts'
import { execOn } from '../../practice/pair.ts'
import { repositoryFolder } from '../../practice/program-file.ts'
import type { Say } from '../../practice/say.ts'
import { switchEventSchema, type SwitchEvent } from '../../src-main/contract/events.ts'
import { timedSwitchSchema, timedFolder, type TimedSwitch } from '../timed-switch.ts'

interface Timed {
  readonly from: Host
  readonly to: Host
  /** Run as root on the source, before the plan. */
  readonly before: string
}

const bytesOf = (megabytes: number, file: string): string => `head -c ${String(megabytes)}M /dev/urandom > ${file}`

/** In this order: each goes on where the one before it ended. */
const switches: Readonly<Record<string, Timed>> = {
  'first-switch': { from: 'p17', to: 'xps', before: 'true' },
  'photos-over-slow-link': {
    from: 'xps',
    to: 'p17',
    before: `tc qdisc add dev host0 root tbf rate 80mbit burst 128kb latency 400ms
      cd /home/alice; mkdir photos; for i in $(seq 1 80); do ${bytesOf(5, 'photos/$i.jpg')}; done; chown -R alice: photos`,
  },
  'guest-beside-small-files': {
    from: 'p17',
    to: 'xps',
    before: `cd /home/alice; mkdir small; for i in $(seq 1 12000); do echo "$i" > "small/$i"; done; chown -R alice: small
      cd /var/lib/libvirt/images; ${bytesOf(1500, '/var/tmp/raw')}; qemu-img convert -O qcow2 /var/tmp/raw guest.qcow2; rm /var/tmp/raw`,
  },
}

export async function recordTimed(pair: string, say: Say): Promise<void> {
  const folder = path.join(repositoryFolder(), timedFolder)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const [name, { from, to, before }] of Object.entries(switches)) {
    say(`Recording ${name}`)
    await run(pair, from, ['bash', '-euc', before])
    const told = await run(pair, from, ['pc-switcher', 'switch', '--to', to, '--yes', '--json'], person)
    const recorded = timedSwitch(told.split('\n').flatMap(eventOf))
    await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(recorded)}\n`)
  }
}

async function run(pair: string, host: Host, argv: readonly [string, ...string[]], user?: string): Promise<string> {
  const { exitCode, stdout, stderr } = await execOn(host, argv, { name: pair, ...(user === undefined ? {} : { user }) })
  if (exitCode !== 0)
    throw new Error(`${argv.slice(0, 2).join(' ')} on ${host}: ${String(exitCode)}: ${stderr}${stdout}`)
  return stdout
}

/** A line that `--json` prints is an event, or something else. */
function eventOf(line: string): readonly SwitchEvent[] {
  const message = line === '' ? undefined : (JSON.parse(line) as { readonly type: string; readonly event?: unknown })
  return message?.type === 'event' ? [switchEventSchema.parse(message.event)] : []
}

function timedSwitch(events: readonly SwitchEvent[]): TimedSwitch {
  const started = events.find((event) => event.type === 'switch-started')
  if (started === undefined || events.at(-1)?.type !== 'switch-finished') throw new Error('not a whole switch')
  const startMs = Date.parse(started.at)
  return timedSwitchSchema.parse({
    estimates: Object.fromEntries(Object.entries(started.plan.previews).map(([id, { estimate }]) => [id, estimate])),
    wholeMs: Date.parse(events.at(-1)?.at ?? '') - startMs,
    events: events
      .slice(events.indexOf(started) + 1, -1)
      .map((event) => ({ ms: Date.parse(event.at) - startMs, event: { ...event, at: '' } })),
  })
}
