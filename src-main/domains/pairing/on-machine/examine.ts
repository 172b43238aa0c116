/** What stands against setting this laptop up, looked at on both before either is changed. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { examineHome } from '../../../commons/home-subvolume/on-machine/examine-home.ts'
import { lookAtHome } from '../../../commons/home-subvolume/on-machine/look-at-home.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { pairingMessages } from '../messages.ts'
import { hostKeySchema } from '../requests.ts'
import type { SetUpHost } from './set-up-host.ts'
import { examineState } from './state-subvolume/make-state.ts'

const doorProgram = '/usr/lib/pc-switcher/door'

/** AppError that says what to do. */
export async function examine(host: SetUpHost, options: RunOptions): Promise<void> {
  if (lookAtHome(host.home).kind !== 'subvolume') await examineHome(host.home, options)
  readHostKeys(host.sshFolder)
  if (!(await host.readForcedCommand(options)).includes(doorProgram)) throw pairingMessages.doorOverridden({})
  await examineState(host, options)
}

export function readHostKeys(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => /^ssh_host_[a-z0-9]+_key\.pub$/.test(name))
  const keys = files.map((name) => withoutComment(readFileSync(path.join(folder, name), 'utf8')))
  const [first, ...rest] = keys.filter((key) => hostKeySchema.safeParse(key).success)
  if (first === undefined) throw pairingMessages.noHostKeys({})
  return [first, ...rest]
}

export function withoutComment(publicKey: string): string {
  return publicKey.trim().split(/\s+/).slice(0, 2).join(' ')
}
