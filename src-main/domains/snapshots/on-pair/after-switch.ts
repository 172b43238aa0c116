/** After a verified switch: snapshots the receiver once more, and deletes snapshots that retention does not keep. */
import type { ProvenSwitch } from '../../../commons/capability/app-capability.ts'
import type { Laptop, Proof } from '../../../contract/switch-state.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import type { Logger } from '../../../kernel/logger.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { createSnapshots, pruneSnapshots } from '../verbs.ts'

/** The person waits for the result meanwhile; what is not deleted by then is deleted next time. */
const pruneMs = 20_000

/** Repeatable: the same switch gives the same set. Failures are only logged, because the switch is verified already. */
export async function keepAfterSwitch({ pair, proof, changedLaptop }: ProvenSwitch, logger: Logger): Promise<void> {
  if (changedLaptop)
    await trying(logger, `take a snapshot of ${pair.to.label} after the switch`, () => takeAfter(pair, proof))
  await Promise.all(
    [pair.from, pair.to].map((machine) =>
      trying(logger, `delete old snapshots of ${machine.label}`, () => prune(machine)),
    ),
  )
}

async function takeAfter({ from, to }: Pair, { switchId }: Proof): Promise<void> {
  await to.call(createSnapshots, { switchId, reason: 'after-switch', from: laptopOf(from), to: laptopOf(to) })
}

function prune(machine: Machine): Promise<unknown> {
  return machine.call(pruneSnapshots, { onlyWhenEnabled: true }, { signal: AbortSignal.timeout(pruneMs) })
}

async function trying(logger: Logger, what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    logger.log('warn', `could not ${what}`, { error: toWireError(thrown) })
  }
}

function laptopOf({ name, label }: Machine): Laptop {
  return { name, label }
}
