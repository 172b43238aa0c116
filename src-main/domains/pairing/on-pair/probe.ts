/** What one laptop says of itself, to its person. */
import { z } from 'zod'
import { AppError } from '../../../kernel/app-error.ts'
import type { PersonShell, ShellOptions } from '../../../machine/person-shell/person-shell.ts'
import { probeScript } from './scripts.ts'
import * as texts from './texts.ts'

const words = z.string().transform((text) => text.split(' ').filter((word) => word !== ''))
const orNothing = z.string().transform((text) => (text === '' ? undefined : text))

const probeSchema = z.object({
  user: z.string().min(1),
  uid: z.coerce.number().int(),
  gid: z.coerce.number().int(),
  host: z.string().min(1),
  machine: z.string().length(64),
  system: z.string(),
  /** "debian 13", "ubuntu 24.04" */
  release: z.string(),
  architecture: orNothing,
  apt: orNothing,
  /** "install ok installed  0.1.0", as dpkg-query(1) -s has it */
  package: orNothing,
  /** Of the packages that ours depends on. */
  missing: words,
  build: z.string(),
  rootfs: z.string(),
  homefs: z.string(),
  homeinode: z.string(),
  /** What /home leads to where it is a link. */
  homelink: orNothing,
  /** What is mounted where pc-switcher keeps its own state: "/@pc-switcher". */
  statemount: orNothing,
  /** Text of machine.json. */
  paired: orNothing,
  /** Key blobs by which it knows the laptop that it is paired with; empty where it is not paired. */
  peerkeys: words,
  /** Its own, as sshd shows them. */
  hostkeys: words,
  etckeeper: orNothing,
  /** sshd(8): address and port of the client, then of the server. */
  connection: orNothing,
  sudo: orNothing,
  clock: z.string().regex(/^\d{13,}$/),
})

export interface Probe extends Omit<z.output<typeof probeSchema>, 'clock' | 'sudo' | 'package' | 'paired'> {
  /** Its clock minus the one of whoever asked. */
  readonly aheadMs: number
  readonly sudoIsFree: boolean
  /** Of our package, when it is installed. */
  readonly version: string | undefined
  readonly peer: string | undefined
}

export async function probe(shell: PersonShell, options: ShellOptions = {}): Promise<Probe> {
  const askedMs = Date.now()
  const { stdout, stderr, exitCode } = await shell.run(probeScript, options)
  if (exitCode !== 0) throw new AppError({ code: 'unreadable-answer', ...texts.cannotLook, details: stderr })
  return parseProbe(stdout, (askedMs + Date.now()) / 2)
}

/** A login script may print lines of its own before. */
export function parseProbe(text: string, nowMs: number): Probe {
  const said = Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, key, value] = /^([a-z]+)=(.*)$/.exec(line) ?? []
      return key === undefined ? [] : [[key, value?.trim()]]
    }),
  )
  const parsed = probeSchema.safeParse(said)
  if (!parsed.success)
    throw new AppError({ code: 'unreadable-answer', ...texts.cannotLook, details: z.prettifyError(parsed.error) })
  const { clock, sudo, package: installed, paired, ...rest } = parsed.data
  return {
    ...rest,
    aheadMs: Math.round(Number(clock) / 1e6 - nowMs),
    sudoIsFree: sudo === 'free',
    version: /^install ok installed +(\S+)$/.exec(installed ?? '')?.[1],
    peer: paired === undefined ? undefined : /"peer": *"([^"]*)"/.exec(paired)?.[1],
  }
}
