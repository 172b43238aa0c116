/**
 * The program that rolls back, as root, in a mount namespace of its own (assets: /usr/lib/pc-switcher/rollback): at once for
 * an agent, or at the end and the start of the running system for systemd. It outlives whoever asked.
 */
import { mkdirSync } from 'node:fs'
import { openContext } from '../domains/rollback/on-machine/state/context.ts'
import { checkOrder } from '../domains/rollback/on-machine/plan/check-order.ts'
import {
  readJournal,
  readOrder,
  readRequest,
  removeRequest,
  type Last,
} from '../domains/rollback/on-machine/state/operation.ts'
import { recoverLeft, rollBackAtEnd, rollBackNow } from '../domains/rollback/on-machine/run/run-order.ts'
import { laptopAround } from '../domains/rollback/on-machine/state/laptop-around.ts'
import { machineInspection } from '../domains/rollback/on-machine/plan/machine-inspection.ts'
import { mountBtrfs } from '../tools/mounts/mount.ts'
import { mountOfPath } from '../tools/proc/mountinfo.ts'
import { isSystemStopping } from '../tools/systemd/system-state.ts'
import { findPerson, readBootId } from './host-facts.ts'
import { agentCapabilities } from './capabilities.ts'
import { joinAgent } from './join-capabilities.ts'
import { readMachineConfig } from './machine-config.ts'
import { programLogger as logger, runProgram } from './run-program.ts'

const stateFolder = '/var/lib/pc-switcher/root'
const top = '/run/pc-switcher/top'
const { all } = joinAgent(agentCapabilities)

async function work(mode: string | undefined): Promise<void> {
  const stopping = await isSystemStopping()
  // Stopped by hand or by an upgrade: the system goes on, and so does the waiting.
  if (mode === 'stop' && !stopping) return
  if (mode === 'recover' && stopping) return
  const config = readMachineConfig('/etc/pc-switcher/machine.json')
  const person = findPerson(config.person)
  const bootId = readBootId()
  const laptop = laptopAround({ person, stateFolder, bootId, isAskedHere: false, forget: all.forget, logger })
  await mountTop()
  const context = await openContext(laptop, { top, stateFolder })
  switch (mode) {
    case 'now': {
      const order = readRequest(stateFolder)
      if (order === undefined) return
      removeRequest(stateFolder)
      tell(await rollBackNow(context, order))
      return
    }
    case 'stop':
      await rollBackAtEnd(context, (order) => checkOrder(machineInspection(stateFolder, all.areas), laptop, order, {}))
      return
    case 'start':
    case 'recover': {
      if (readJournal(stateFolder) !== undefined) tell(await recoverLeft(context))
      const order = readOrder(stateFolder)
      if (order !== undefined)
        logger.log('warn', 'A rollback still waits for the next orderly restart.', { setId: order.setId })
      return
    }
    default:
      throw new Error(`not something this program does: ${String(mode)}`)
  }
}

function tell(last: Last | undefined): void {
  if (last !== undefined) logger.log('info', 'a rollback has ended', { result: last.result, text: last.text })
}

/** Seen by this program alone, and gone with it. */
async function mountTop(): Promise<void> {
  mkdirSync(top, { recursive: true, mode: 0o700 })
  const mount = mountOfPath(stateFolder, 'self')
  if (mount?.fsType !== 'btrfs') throw new Error(`${stateFolder} is not on btrfs`)
  await mountBtrfs({ source: mount.source, target: top, options: 'subvolid=5,nosuid,nodev,noexec' }, [], {})
}

runProgram(work)
