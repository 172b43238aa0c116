import { calls } from '../../../../src-main/contract/calls.ts'
import { fromApp } from '../../../../src-main/shells/cli/completion/values.ts'
import type { CommandGroup } from '../../../../src-main/shells/cli/program-parts.ts'

/** `pc-switcher clock forget NAME`, beside the command that its page has of itself. */
export const clockCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does) {
    const clock = program.command('clock').description('decide which clocks are set')
    command(clock, 'forget <name>', 'ask about a clock again').action((name: string) =>
      does(async ({ client }, output) => {
        await client.call(calls.keptForget, { kind: 'clock', name })
        output.say('Asked about again.')
        return 0
      })(),
    )
  },
  completes: {
    'clock forget name': fromApp(async (client) => {
      const { kinds } = await client.call(calls.keptList, {})
      return kinds.flatMap(({ kind, names }) => (kind === 'clock' ? names : [])).map((word) => ({ word, about: '' }))
    }),
  },
}
