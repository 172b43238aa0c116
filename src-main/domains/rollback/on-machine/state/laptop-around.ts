/** The real laptop around a rollback. */
import type { AllInAgent } from '../../../../commons/capability/agent-capability.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import type { Logger } from '../../../../kernel/logger.ts'
import { findAccount } from '../../../../tools/accounts/accounts.ts'
import { inNamespaceOf } from '../../../../tools/mounts/mount.ts'
import { run } from '../../../../tools/run.ts'
import { changeUserUnit } from '../../../../tools/systemd/systemctl-user.ts'
import { deviceOf, type LaptopContext } from './context.ts'
import { titles } from '../../../../tools/titles/messages.ts'

export interface RollbackLaptop {
  readonly person: { readonly name: string; readonly uid: number; readonly home: string }
  readonly stateFolder: string
  readonly bootId: string
  readonly isAskedHere: boolean
  /** Of all capabilities, by the state folder and what was replaced. */
  readonly forget: AllInAgent['forget']
  readonly logger: Logger
}

/** PID 1 has the main mount namespace. */
const firstPid = 1

export function laptopAround({
  person,
  stateFolder,
  bootId,
  isAskedHere,
  forget,
  logger,
}: RollbackLaptop): LaptopContext {
  return {
    mountNamespacePid: firstPid,
    within: inNamespaceOf(firstPid),
    device: deviceOf(stateFolder),
    home: person.home,
    names: { person, nameOf: nameOfUser, isAskedHere },
    stopUnit: (unit) => systemctl('stop', unit),
    // A unit that does not start again is no reason to leave the rollback unfinished.
    startUnit: (unit) =>
      systemctl('start', unit).catch((thrown: unknown) => {
        const { message, details } = toAppError(thrown)
        logger.log('warn', message, { details })
      }),
    forget: (areas, undoes) => forget(stateFolder, areas, undoes, logger),
    bootId,
    log: ({ code, message, details }) => logger.log('warn', message, { code, details }),
  }
}

/** "1000/pc-switcher.service" is a unit of that person's own service manager. */
async function systemctl(verb: 'start' | 'stop', name: string): Promise<void> {
  const [owner, unit] = name.split('/')
  if (owner !== undefined && unit !== undefined) {
    const account = findAccount(Number(owner))
    if (account !== undefined) await changeUserUnit(verb, unit, account, {})
    return
  }
  // Does not wait for a start: at boot it may come long after us.
  const words = verb === 'start' ? ['--no-block', 'start'] : ['stop']
  // 5: it is not there any more (systemctl(1)).
  await run({
    title: titles.changeUnit({ verb, unit: name }),
    argv: ['systemctl', '--quiet', ...words, '--', name],
    exitCodes: [0, 5],
  })
}

function nameOfUser(uid: number): string {
  return findAccount(uid)?.name ?? `user ${uid}`
}
