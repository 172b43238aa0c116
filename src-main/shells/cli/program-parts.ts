/** What every group of commands is made with. */
import type { Command as Commander } from 'commander'
import type { CliCommand } from './commands.ts'

/** Wraps a command as commander's action; with `staysOpen` other clients can reach the app while it runs. */
export type Does = (make: CliCommand, staysOpen?: boolean) => () => Promise<void>
export type AddCommand = (parent: Commander, words: string, description: string) => Commander
