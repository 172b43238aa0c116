/** What every group of commands is made with. */
import type { Command as Commander } from 'commander'
import type { Command } from './commands.ts'

/** What a command does, as commander's action; one that runs a switch `staysOpen` for others to look at. */
export type Does = (make: Command, staysOpen?: boolean) => () => Promise<void>
export type AddCommand = (parent: Commander, words: string, description: string) => Commander
