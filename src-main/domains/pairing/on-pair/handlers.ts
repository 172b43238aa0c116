/** Answers the calls about pairing. Passwords come with a call, are handed to sudo and sshd, and are kept nowhere. */
import { scrypt } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { homedir, hostname, userInfo } from 'node:os'
import { promisify } from 'node:util'
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import {
  type AgreedTarget,
  pairingTargetSchema,
  type PossibleTarget,
  type HostIdentity,
} from '../../../contract/pairing-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { findHosts, type FoundHosts } from '../../../machine/person-shell/find-hosts.ts'
import { resolveTarget } from '../../../machine/person-shell/resolve-target.ts'
import { readHostKey } from '../../../machine/person-shell/ssh-shell.ts'
import { keyFingerprint } from '../../../machine/person-shell/key-fingerprint.ts'
import { begin, beginAlone } from './begin.ts'
import { findingsAlone, findingsOn, packageWork, planAlone, planOf } from './findings.ts'
import { leaveOn, readPeerWay } from './leave.ts'
import { withLaptops, withThisLaptop, type OpenLaptops, type WayToLaptop } from './open-laptops.ts'
import * as texts from './texts.ts'
import { work } from './texts.ts'
import { wordList } from './words/texts.ts'

type PairingCalls = Pick<
  Handlers,
  | 'pairingFind'
  | 'pairingOwnKey'
  | 'pairingLook'
  | 'pairingInspect'
  | 'pairingBegin'
  | 'pairingInspectAlone'
  | 'pairingAlone'
  | 'pairingLeave'
>

export function createPairingHandlers({ runTask, wording }: Pick<AppParts, 'runTask' | 'wording'>): PairingCalls {
  return {
    pairingFind: async () => [...possibleTargets(await findHosts(homedir()), hostname())],
    pairingOwnKey: async () => ({ name: hostname(), identity: await identityOf(await readOwnHostKey()) }),
    pairingLook: async ({ target, port }) => {
      const { address, port: found, user } = await resolveTarget(target, port)
      const identity = await identityOf(await readHostKey({ address, port: found }))
      return { address, port: found, user, identity }
    },
    pairingInspect: async (agreed) => withLaptops(await wayOf(agreed), agreed.passwords, inspect),
    pairingBegin: async (agreed, call) => {
      const way = await wayOf(agreed)
      return runTask(call, { title: work.pairing(hostname(), way.address) }, (options) =>
        withLaptops(way, agreed.passwords, async (laptops) => {
          await begin(laptops, { ...way, fingerprint: agreed.fingerprint }, { ...options, wording })
          return { kind: 'paired' as const, here: laptops.here.name, there: laptops.there.name }
        }),
      )
    },
    pairingInspectAlone: ({ passwords }) =>
      withThisLaptop(passwords, ({ probe }) =>
        Promise.resolve({
          kind: 'inspected' as const,
          here: { name: probe.host, system: probe.system, plan: [...planAlone(probe)] },
          findings: [...findingsAlone(probe)],
        }),
      ),
    pairingAlone: ({ passwords }, call) =>
      runTask(call, { title: work.settingUp(hostname()) }, (options) =>
        withThisLaptop(passwords, async (here) => {
          await beginAlone(here, { ...options, wording })
          return { kind: 'set-up' as const, here: here.name }
        }),
      ),
    pairingLeave: ({ onlyHere, passwords }, call) =>
      runTask(call, { title: work.unpairing }, async (options) => {
        const doing = { ...options, wording }
        if (onlyHere)
          return withThisLaptop(passwords, async (here) => {
            await leaveOn(here, { ...doing, isHere: true })
            return { kind: 'unpaired' as const, laptops: [here.name] }
          })
        return withLaptops(await readPeerWay(userInfo().username), passwords, async ({ here, there }) => {
          await leaveOn(there, { ...doing, isHere: false })
          await leaveOn(here, { ...doing, isHere: true })
          return { kind: 'unpaired' as const, laptops: [there.name, here.name] }
        })
      }),
  }
}

async function wayOf({ target, port, fingerprint }: AgreedTarget): Promise<WayToLaptop> {
  return { ...(await resolveTarget(target, port)), fingerprints: [fingerprint] }
}

async function inspect(laptops: OpenLaptops) {
  const [here, there] = [laptops.here.probe, laptops.there.probe]
  const version = here.version ?? ''
  return {
    kind: 'inspected' as const,
    here: { name: here.host, system: here.system, plan: [...planOf(here, there, 'nothing', version)] },
    there: {
      name: there.host,
      system: there.system,
      plan: [...planOf(there, here, packageWork(here, there), version)],
    },
    findings: [...(await findingsOn(laptops))],
  }
}

const shownAtMost = 12

/** Another one could not be said with the name; 9 stands for a machine that only says that it is there (RFC 863). */
const ports: readonly number[] = [22, 9]

/** Hosts that everybody has in their settings, and nobody carries. */
const forges = /^(?:[a-z0-9-]+\.)*(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|sr\.ht)$/i

/**
 * Which laptops could be the other one, so that nobody has to look an address up. `self`: the name of this laptop.
 * Those in this network come first.
 */
export function possibleTargets({ offered, settings }: FoundHosts, self: string): readonly PossibleTarget[] {
  const selves = [self, `${self}.local`, 'localhost'].map((name) => name.toLowerCase())
  const isSelf = (host: string): boolean => selves.includes(host.toLowerCase())
  const isTarget = (target: string): boolean => pairingTargetSchema.safeParse({ target }).success
  const take = (hosts: readonly string[], from: PossibleTarget['from']): readonly PossibleTarget[] =>
    [...new Set(hosts)].filter((host) => isTarget(host) && !isSelf(host)).map((target) => ({ target, from }))
  const network = take(
    offered.flatMap(({ host, port }) => (ports.includes(port) ? [host] : [])),
    'network',
  )
  const others = settings.filter((host) => !forges.test(host))
  return [...network, ...take(others, 'settings')].slice(0, shownAtMost)
}

const derive = promisify<Buffer, string, number, object, Buffer>(scrypt)

/**
 * Six words of 256 are 48 bits, too few to keep somebody from trying keys until the words fit. Each try takes a tenth of a second
 * and 32 MiB (RFC 7914), which makes them as good as 70 bits.
 */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 2 ** 20 }

/** A host key as a person compares it: its whole fingerprint, or six words. */
export async function identityOf(blob: Buffer): Promise<HostIdentity> {
  const bytes = await derive(blob, 'pc-switcher/host-key', 6, cost)
  return { fingerprint: keyFingerprint(blob), words: [...bytes].map((byte) => wordList[byte] ?? '') }
}

/** In the order in which a laptop that connects prefers them. */
const kinds = ['ed25519', 'ecdsa', 'rsa']

async function readOwnHostKey(folder = '/etc/ssh'): Promise<Buffer> {
  for (const kind of kinds) {
    const text = await readFile(`${folder}/ssh_host_${kind}_key.pub`, 'utf8').catch(() => undefined)
    const blob = text?.split(' ')[1]
    if (blob !== undefined) return Buffer.from(blob, 'base64')
  }
  throw new AppError({ code: 'invalid-configuration', ...texts.noOwnKey })
}
