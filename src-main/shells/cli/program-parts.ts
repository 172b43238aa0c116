/** What every group of commands is made with. */
import type { Command as Commander } from 'commander'
import type { CapabilityPage } from '../../commons/capability/app-capability.ts'
import type { RoomId } from '../../contract/room.ts'
import type { CompletionValues } from './completion/values.ts'
import type { Connection } from './connection.ts'
import type { OpenOptions } from './open-page.ts'
import type { Line } from './colours.ts'
import type { CliOutput } from './output.ts'

export type CliCommand = (connection: Connection, output: CliOutput) => Promise<number>
/** Wraps a command as commander's action; with `staysOpen` other clients can reach the app while it runs. */
export type Does = (make: CliCommand, staysOpen?: boolean) => () => Promise<void>
export type AddCommand = (parent: Commander, words: string, description: string) => Commander

/** Of "--on <host>". */
export interface On {
  readonly on?: string
}
export const laptopOf = ({ on }: On) => (on === undefined ? {} : { laptop: on })
export const onOf = (on: string | undefined): string[] => (on === undefined ? [] : [on])

export interface ProgramParts {
  readonly does: Does
  readonly pages: readonly Pick<CapabilityPage, 'id' | 'does'>[]
  readonly printUrl: () => Promise<void>
  readonly openPage: (options: OpenOptions) => Promise<void>
  readonly serve: (options: { port: string }) => Promise<void>
  /** As it is, for a shell or a pager. */
  readonly print: (text: string) => void
  /** For a person. */
  readonly say: (line: Line) => void
  /** Takes the help of a command that was given without its subcommand. */
  readonly printHelp: (text: string) => void
}

/** The room of the window where the same is done; `laptops`: both laptops, and the app itself. */
export type CommandRoom = Exclude<RoomId, 'overview' | 'activity'> | 'switch' | 'laptops'

/** What a folder of commands exports, for its line in all-commands.ts. */
export interface CommandGroup {
  readonly room: CommandRoom
  readonly add: (
    program: Commander,
    command: AddCommand,
    does: Does,
    parts: ProgramParts & { readonly completes: CompletionValues },
  ) => void
  readonly completes?: CompletionValues
}
