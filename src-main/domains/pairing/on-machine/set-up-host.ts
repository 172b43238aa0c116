import type { LocalAccount } from '../../../tools/accounts/accounts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { HomePlaces } from '../../../commons/home-subvolume/on-machine/home-places.ts'
import type { places } from '../places.ts'
import type { StatePlaces } from './state-subvolume/state-places.ts'

/** The history of /etc, where the laptop keeps one. */
export interface EtcHistory {
  /** Begins one if the tool is there and has none yet; whether it did. */
  readonly begin: (options: RunOptions) => Promise<boolean>
  readonly record: (message: string, options: RunOptions) => Promise<void>
  /** Deletes a history that `begin` began. */
  readonly end: (options: RunOptions) => Promise<void>
}

/** The laptop that is set up, and for whom. */
export interface SetUpHost {
  readonly name: string
  readonly person: LocalAccount
  readonly places: Readonly<Record<keyof typeof places, string>>
  /** Folder with the public keys of sshd. */
  readonly sshFolder: string
  /** Where sshd listens. */
  readonly readSshPort: (options: RunOptions) => Promise<number>
  /** What sshd starts for the account of the other laptop. */
  readonly readForcedCommand: (options: RunOptions) => Promise<string>
  readonly history: EtcHistory
  readonly home: HomePlaces
  readonly state: StatePlaces
  /** Who owns what is root's. */
  readonly root: { readonly uid: number; readonly gid: number }
}
