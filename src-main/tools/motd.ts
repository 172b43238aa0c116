/**
 * pam_motd(8): what a login on a terminal or by ssh shows. It reads /run/motd.d with the rights of who logs in (Linux-PAM
 * 1.3.1 and later; Debian and Ubuntu call it once without a folder of its own, and so this one counts). Gone after a restart.
 */
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { leaveLastAct } from './last-act.ts'
import { titles } from './titles/messages.ts'

const motdFolder = '/run/motd.d'

export interface Motd {
  /** Nobody is shown it any more. Otherwise it goes with this process, however that ends. */
  remove(): void
}

/** Each process has one at most. */
export function showMotd(text: string, folder: string = motdFolder): Motd {
  const file = path.join(folder, `pc-switcher-${process.pid}`)
  const act = leaveLastAct(titles.clearMotd({}), ['rm', '-f', '--', file])
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  writeFileSync(file, `${text}\n`, { mode: 0o644 })
  chmodSync(file, 0o644)
  return {
    remove() {
      rmSync(file, { force: true })
      act.release()
    },
  }
}
