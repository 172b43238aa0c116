import type { DoctorCheck } from '../commons/capability/app-capability.ts'
import type { DoctorItem } from '../contract/calls.ts'
import { toAppError } from '../kernel/app-error.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import type { Laptops } from './laptops.ts'

/** Checks both laptops at once. A laptop that does not answer is one failed item, and the rest is still checked. */
export async function runDoctor(laptops: Laptops, checks: readonly DoctorCheck[]): Promise<DoctorItem[]> {
  const [here, peer] = await Promise.all([
    examine('This laptop', () => laptops.here(), checks),
    examine('The other laptop', () => laptops.peer(), checks),
  ])
  return [...here.items, ...peer.items, ...sameBuild(here.machine, peer.machine)]
}

interface Examined {
  readonly machine?: ConnectedMachine
  readonly items: readonly DoctorItem[]
}

async function examine(
  title: string,
  connect: () => Promise<ConnectedMachine>,
  checks: readonly DoctorCheck[],
): Promise<Examined> {
  try {
    const machine = await connect()
    const answers: DoctorItem = {
      title: 'Agent',
      laptop: machine.label,
      verdict: 'passed',
      text: `Version ${machine.hello.version} is running.`,
    }
    const more = await Promise.all(
      checks.map((check) => check(machine).catch((thrown: unknown) => [failedItem('Check', thrown, machine.label)])),
    )
    return { machine, items: [answers, ...more.flat()] }
  } catch (thrown) {
    return { items: [failedItem(title, thrown)] }
  }
}

function failedItem(title: string, thrown: unknown, laptop?: string): DoctorItem {
  const { message, hint } = toAppError(thrown)
  return {
    title,
    verdict: 'failed',
    text: message,
    ...(hint === undefined ? {} : { hint }),
    ...(laptop === undefined ? {} : { laptop }),
  }
}

function sameBuild(here: ConnectedMachine | undefined, peer: ConnectedMachine | undefined): readonly DoctorItem[] {
  if (here === undefined || peer === undefined) return []
  if (here.hello.fingerprint === peer.hello.fingerprint) {
    return [{ title: 'Versions', verdict: 'passed', text: 'Both laptops have the same version of pc-switcher.' }]
  }
  const text = `${here.label} has ${here.hello.version}, ${peer.label} has ${peer.hello.version}, from different builds.`
  return [{ title: 'Versions', verdict: 'failed', text, hint: 'Install the same version on both laptops.' }]
}
