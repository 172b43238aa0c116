/** Both laptops as their person reaches them, signed in and with what sudo wants; or the password that is missing. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import type { NeedsPassword, Passwords } from '../../../contract/pairing-calls.ts'
import { openOwnShell } from '../../../machine/person-shell/own-shell.ts'
import type { PersonShell } from '../../../machine/person-shell/person-shell.ts'
import { isUsableKey, signIn, type ShellSignIn, type SignIn } from '../../../machine/person-shell/ssh-shell.ts'
import { reachFirst } from '../../../machine/reach-first.ts'
import { resolveNames } from '../../../machine/resolve-name.ts'
import { sudoProblem, type Rooted } from './ask-root.ts'
import { probe, type Probe } from './probe.ts'

export interface WayToLaptop extends Pick<SignIn, 'address' | 'port' | 'user' | 'fingerprints'> {
  /** Where else the laptop with these keys may be: the likeliest first. */
  readonly others?: readonly string[]
  /** Its name, by which the network may know it. */
  readonly name?: string
  /** Of its person's keys, where ~/.ssh/config says which. */
  readonly keyFiles?: readonly string[]
}

export interface OpenLaptop extends Rooted {
  readonly probe: Probe
}

export interface OpenLaptops {
  readonly kind: 'open'
  readonly here: OpenLaptop
  readonly there: OpenLaptop
}

const needs = (what: NeedsPassword['for'], given: string | undefined): NeedsPassword => ({
  kind: 'needs-password',
  for: what,
  wrong: given !== undefined,
})

/** Does `work` with both, and leaves them however it ended. */
export async function withLaptops<T>(
  way: WayToLaptop,
  passwords: Passwords,
  work: (laptops: OpenLaptops) => Promise<T>,
): Promise<T | NeedsPassword> {
  const signedIn = await signInWherever(way, passwords)
  if (signedIn.kind === 'wants-password') return needs('signIn', passwords.signIn)
  const shells = { here: openOwnShell(process.env), there: signedIn.shell }
  try {
    const opened = await openBoth(shells, passwords)
    return opened.kind === 'open' ? await work(opened) : opened
  } finally {
    shells.there.close()
  }
}

/** No password is given to a laptop with other keys. */
async function signInWherever(
  { address, others = [], name, keyFiles = usualKeyFiles(), ...way }: WayToLaptop,
  passwords: Passwords,
): Promise<ShellSignIn> {
  const how = {
    ...way,
    password: passwords.signIn,
    agent: process.env['SSH_AUTH_SOCK'],
    keys: await readOwnKeys(keyFiles),
  }
  const { opened } = await reachFirst({
    addresses: [address, ...others],
    more: () => (name === undefined ? Promise.resolve([]) : resolveNames(name)),
    open: (address) => signIn({ ...how, address }),
    close: (late) => {
      if (late.kind === 'signed-in') late.shell.close()
    },
  })
  return opened
}

/** This one alone. */
export async function withThisLaptop<T>(
  { sudoHere }: Passwords,
  work: (laptop: OpenLaptop) => Promise<T>,
): Promise<T | NeedsPassword> {
  const shell = openOwnShell(process.env)
  const opened = await openOne(shell, sudoHere)
  return opened === 'needs-password' ? needs('sudoHere', sudoHere) : work(opened)
}

async function openBoth(
  shells: { readonly here: PersonShell; readonly there: PersonShell },
  passwords: Passwords,
): Promise<OpenLaptops | NeedsPassword> {
  const there = await openOne(shells.there, passwords.sudoThere)
  if (there === 'needs-password') return needs('sudoThere', passwords.sudoThere)
  const here = await openOne(shells.here, passwords.sudoHere)
  if (here === 'needs-password') return needs('sudoHere', passwords.sudoHere)
  return { kind: 'open', here, there }
}

async function openOne(shell: PersonShell, password: string | undefined): Promise<OpenLaptop | 'needs-password'> {
  const found = await probe(shell)
  const laptop = { name: found.host, shell, probe: found }
  if (found.sudoIsFree) return { ...laptop, password: undefined }
  if (password === undefined) return 'needs-password'
  const problem = await sudoProblem(found.host, shell, password)
  return problem === undefined ? { ...laptop, password } : 'needs-password'
}

const usualKeyFiles = () => ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => path.join(homedir(), '.ssh', name))

/** Those without a passphrase; the others are in the agent, or not used. */
async function readOwnKeys(files: readonly string[]): Promise<readonly Buffer[]> {
  const keys = await Promise.all(files.map((file) => readFile(file).catch(() => undefined)))
  return keys.flatMap((key) => (key === undefined || !isUsableKey(key) ? [] : [key]))
}
