import type { CommandGroup } from '../program-parts.ts'
import { passwordStdin } from '../asking/with-password.ts'
import { pairCommand, unpairCommand, type PairOptions, type UnpairOptions } from './commands.ts'

export const pairCommands: CommandGroup = {
  room: 'laptops',
  add(program, command, does) {
    command(
      program,
      'pair [host]',
      'pair this laptop with another one: [USER@]HOST; without it, show the key of this laptop',
    )
      .option('--fingerprint <key>', 'the key that the other laptop must have, as SHA256:...')
      .option('--port <number>', 'where its SSH server listens')
      .option('--alone', 'set this laptop up without another one, to bring copies back')
      .option('--yes', 'agree to what is set up', false)
      .option(...passwordStdin)
      .action((host: string | undefined, options: PairOptions) => does(pairCommand(host, options))())
    command(program, 'unpair', 'take the pairing back on both laptops; snapshots, history and your files stay')
      .option('--here', 'on this laptop alone, when the other one is lost', false)
      .option('--yes', 'do not ask', false)
      .option(...passwordStdin)
      .action((options: UnpairOptions) => does(unpairCommand(options))())
  },
  completes: {
    'pair host': [],
    'pair key': [],
    'pair number': [],
  },
}
