import type { DoctorCheck } from '../commons/capability/app-capability.ts'
import type { DoctorItem } from '../contract/calls.ts'
import { toAppError } from '../kernel/app-error.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import type { Laptops } from './laptops.ts'
import { agentMismatch, doctor } from './texts.ts'

/** Checks both laptops at once. A laptop that does not answer is one failed item, and the rest is still checked. */
export async function runDoctor(laptops: Laptops, checks: readonly DoctorCheck[]): Promise<DoctorItem[]> {
  const [here, peer] = await Promise.all([
    examine(doctor.here, () => laptops.here(), checks),
    examine(doctor.peer, () => laptops.peer(), checks),
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
      title: doctor.agent,
      laptop: machine.label,
      verdict: 'passed',
      text: doctor.agentRuns(machine.hello.version),
    }
    const more = await Promise.all(
      checks.map((check) =>
        check(machine).catch((thrown: unknown) => [failedItem(doctor.check, thrown, machine.label)]),
      ),
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
    return [{ title: doctor.versions, verdict: 'passed', text: doctor.sameBuild }]
  }
  const { message: text, hint = '' } = agentMismatch(here, peer)
  return [{ title: doctor.versions, verdict: 'failed', text, hint }]
}
