/** Which folders of /etc decide who comes in, and which what programs start with, each with what it is asked of. */
import path from 'node:path'
import type { InsteadOf } from '../../../tools/systemd/with-folder.ts'

export type Door = 'ssh' | 'sudo' | 'pam' | 'programs'

export const doors: readonly Door[] = ['ssh', 'sudo', 'pam', 'programs']

/** Below /etc; "." is all of it. */
export const foldersOf: Readonly<Record<Door, readonly string[]>> = {
  ssh: ['ssh'],
  sudo: ['sudoers.d'],
  pam: ['pam.d', 'security'],
  programs: ['.'],
}

/** `made` has them as they would be; without it they are what they are. */
export function insteadOf(door: Door, made: string | undefined): readonly InsteadOf[] {
  if (made === undefined) return []
  return foldersOf[door].map((folder) => ({ of: path.join('/etc', folder), is: path.join(made, folder) }))
}
