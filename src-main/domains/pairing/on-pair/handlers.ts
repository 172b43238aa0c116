/** Answers the calls about pairing. Passwords come with a call, are handed to sudo and sshd, and are kept nowhere. */
import { homedir, hostname, userInfo } from 'node:os'
import type { AgreedTarget } from '../../../contract/pairing-calls.ts'
import type { Handlers } from '../../../contract/handlers.ts'
import { findHosts } from '../../../machine/person-shell/find-hosts.ts'
import { readHostKey } from '../../../machine/person-shell/ssh-shell.ts'
import { resolveTarget } from '../../../machine/person-shell/resolve-target.ts'
import type { AppParts } from '../../../commons/capability/app-capability.ts'
import { begin } from './begin.ts'
import { possibleTargets } from './find-targets.ts'
import { findingsOn, packageWork, planOf } from './findings.ts'
import { identityOf, readOwnHostKey } from './host-identity.ts'
import { leaveOn, readPeerWay } from './leave.ts'
import { withLaptops, withThisLaptop, type OpenLaptops, type WayToLaptop } from './open-laptops.ts'
import { work } from './texts.ts'

type PairingCalls = Pick<
  Handlers,
  'pairingFind' | 'pairingOwnKey' | 'pairingLook' | 'pairingInspect' | 'pairingBegin' | 'pairingLeave'
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
