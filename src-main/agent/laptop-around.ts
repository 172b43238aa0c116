/** The real laptop around a rollback. */
import { readFileSync } from 'node:fs'
import { deviceOf } from '../domains/rollback/on-machine/ground.ts'
import type { Surroundings } from '../domains/rollback/on-machine/surroundings.ts'
import type { Logger } from '../kernel/logger.ts'
import { inNamespaceOf } from '../tools/mount.ts'
import { run } from '../tools/run.ts'
import { forgetContents } from './forget-contents.ts'

export interface LaptopFacts {
  readonly person: { readonly name: string; readonly uid: number }
  readonly stateFolder: string
  readonly bootId: string
  readonly isAskedHere: boolean
  readonly logger: Logger
}

/** The first process sees what everybody sees. */
const firstPid = 1

export function laptopAround({ person, stateFolder, bootId, isAskedHere, logger }: LaptopFacts): Surroundings {
  return {
    mountsOf: firstPid,
    within: inNamespaceOf(firstPid),
    device: deviceOf(stateFolder),
    names: { person, nameOf: nameOfUser, isAskedHere },
    stopUnit: (unit) => systemctl(['stop', '--', unit], `stop ${unit}`),
    // Not waited for: at the start of the system it may come long after us.
    startUnit: (unit) => systemctl(['--no-block', 'start', '--', unit], `start ${unit}`),
    forget: (areas) => forgetContents(stateFolder, areas),
    bootId,
    log: ({ code, message, details }) => logger.log('warn', message, { code, details }),
  }
}

async function systemctl(words: readonly string[], title: string): Promise<void> {
  // 5: it is not there any more (systemctl(1)).
  await run({ title, argv: ['systemctl', '--quiet', ...words], exitCodes: [0, 5] })
}

/** passwd(5), read as a file: a directory service may not answer while the system starts or ends. */
function nameOfUser(uid: number): string {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.split(':')[2] === String(uid))
  return line?.split(':')[0] ?? `user ${uid}`
}
