/** Gets the product as it is built now onto both laptops of a pair that is up. */
import { ask, type PairState } from './control.ts'
import { hosts, type Host, type Pair } from './layout.ts'
import { recordOf, writeRecord } from './pair-state.ts'
import { makeAppKey, readPeering } from './peering.ts'
import { PracticeError } from './practice-error.ts'
import { put } from './put.ts'
import { appUrl, installedDeb, installProduct, isAppAnswering, readDeb, type Deb } from './product.ts'
import type { Say } from './say.ts'

/** Where p17 of an unpaired pair has the package. */
export const packageOnP17 = '/var/tmp/pc-switcher-headless.deb'

/**
 * Installs the product where another build of it is installed, or none. The state that `reset` returns to gets it
 * too, when nothing has happened since that state: right after the first boot, and right after a reset.
 */
export async function bringProduct(pair: Pair, say: Say, fresh = false): Promise<void> {
  const record = await recordOf(pair)
  const deb = await readDeb()
  if (record.unpaired === true) {
    await leaveUnpaired(pair, deb, say)
    return
  }
  if (deb === undefined) say('pc-switcher is not built yet: the laptops come up without it')
  else await installWhereDifferent(pair, deb, say)
  const wanted = deb?.sha256 ?? 'none'
  const isKept = record.kept === wanted || (record.kept !== undefined && !fresh)
  if (deb !== undefined) await waitForApps(pair, isKept, say)
  if (isKept) return
  say('Keeping this state, to return to with "reset"')
  await ask(pair, { verb: 'keep' })
  await writeRecord(pair, { ...record, kept: wanted })
}

/** p17 gets the package as somebody would who has downloaded it; the rest is what pairing is there for. */
async function leaveUnpaired(pair: Pair, deb: Deb | undefined, say: Say): Promise<void> {
  await ask(pair, { verb: 'ready' })
  const record = await recordOf(pair)
  if (record.kept === undefined) {
    await ask(pair, { verb: 'keep' })
    await writeRecord(pair, { ...record, kept: 'none' })
  }
  if (deb === undefined) {
    say('pc-switcher is not built yet: there is no package to install on p17')
    return
  }
  await put(pair.laptops.p17, packageOnP17, deb.content)
  say(`The laptops are not paired. On p17: sudo apt install ${packageOnP17} (the password of alice is "practice")`)
}

async function installWhereDifferent(pair: Pair, deb: Deb, say: Say): Promise<void> {
  const state = await ask(pair, { verb: 'ready' })
  const installed = await Promise.all(hosts.map(async (host) => await installedDeb(pair.laptops[host])))
  if (installed.every((sha256) => sha256 === deb.sha256)) return
  say('Installing pc-switcher on both laptops and joining them')
  await onBothInside(state, async (host, leader) => await makeAppKey(pair.laptops[host], leader))
  await onBothInside(state, async (host, leader) => {
    await installProduct(pair.laptops[host], leader, deb, await readPeering(pair, host))
  })
}

/**
 * An app that does not answer is said and no failure here: finding out why needs laptops that are up. Before a state is kept it is
 * the command line that asks: what Node compiled of it is a part of that state.
 */
async function waitForApps(pair: Pair, isKept: boolean, say: Say): Promise<void> {
  await onBothInside(await ask(pair, { verb: 'ready' }), async (host, leader) => {
    try {
      if (!isKept || !(await isAppAnswering(leader, 30_000))) await appUrl(pair.laptops[host], leader, 30_000)
    } catch (error) {
      if (!(error instanceof PracticeError)) throw error
      say([error.message, ...(error.details ?? '').split('\n').slice(0, 6)].join('\n            '))
    }
  })
}

async function onBothInside(state: PairState, task: (host: Host, leader: number) => Promise<void>): Promise<void> {
  await Promise.all(
    hosts.map(async (host) => {
      const leader = state.laptops[host].leader
      if (leader === undefined) throw new PracticeError(`${host} is off: npm run practice -- restart ${host}`)
      await task(host, leader)
    }),
  )
}
