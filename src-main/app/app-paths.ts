import { homedir, userInfo } from 'node:os'
import { join } from 'node:path'

/** Where the person's app keeps what it must remember. Never synced, never rolled back with /home. */
export interface AppPaths {
  /** /var/lib/pc-switcher/app: pairing key, known_hosts, journals, proofs, records of work. */
  readonly appFolder: string
  readonly journals: string
  readonly proofs: string
  /** What the person has answered of the plan that is shown. */
  readonly answers: string
  /** How long the steps of the last switches took. */
  readonly times: string
  /** When an error last ended the program. */
  readonly crash: string
  /** Records of work outside a switch. */
  readonly work: string
  /** ~/system-state, the shared repository. */
  readonly systemState: string
  /** For the command line of the same person. */
  readonly socket: string
}

export function productPaths(environment: NodeJS.ProcessEnv): AppPaths {
  const appFolder = '/var/lib/pc-switcher/app'
  const runtime = environment['XDG_RUNTIME_DIR'] ?? `/run/user/${userInfo().uid}`
  return {
    appFolder,
    journals: join(appFolder, 'journals'),
    proofs: join(appFolder, 'proofs'),
    answers: join(appFolder, 'answers.json'),
    times: join(appFolder, 'times.json'),
    crash: join(appFolder, 'crashed-at'),
    work: join(appFolder, 'work'),
    systemState: join(homedir(), 'system-state'),
    socket: join(runtime, 'pc-switcher.sock'),
  }
}
