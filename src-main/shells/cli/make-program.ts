/** Every command and option, with its help. */
import { Command as Commander } from 'commander'
import { calls } from '../../contract/calls.ts'
import { version } from '../../kernel/version.ts'
import { allCommands } from './all-commands.ts'
import { joinCompletes } from './completion/values.ts'
import { exitCodes } from './exit-codes.ts'
import { roomHeadings } from './help/texts.ts'
import type { AddCommand, Does, ProgramParts } from './program-parts.ts'

/** Every command takes --json. main.ts reads it before commander does, so that a misspelt command is reported as JSON too. */
const command: AddCommand = (parent, words, description) =>
  parent.command(words).description(description).option('--json', 'print one JSON object per line, each with a type')

export function makeProgram(parts: ProgramParts, groups = allCommands): Commander {
  const { does, printHelp } = parts
  const program = new Commander('pc-switcher')
  program
    .version(version)
    .exitOverride()
    // That every command has options is known.
    .configureHelp({
      subcommandTerm: (one) => `${one.name()} ${one.usage().replace(/\[options\] ?|\[command\] ?/g, '')}`.trim(),
    })
    // Errors are reported where CommanderError is caught; what is left is the help of a bare command.
    .configureOutput({ writeErr: printHelp, outputError: () => undefined })
  program.hook('preAction', (_program, action) => nameLaptops(action, does))
  const completes = joinCompletes(groups)
  for (const [room, heading] of Object.entries(roomHeadings)) {
    program.commandsGroup(heading)
    const mine = groups.filter((group) => group.room === room)
    for (const { add } of mine) add(program, command, does, { ...parts, completes })
  }
  return program
}

const isLaptop = (placeholder: string): boolean => placeholder === 'host'

/** What a person calls a laptop becomes the name by which answers know it, before the command compares the two. */
async function nameLaptops(action: Commander, does: Does): Promise<void> {
  const options = action.options.filter(
    ({ long, flags }) => long !== undefined && isLaptop(/<(.+)>/.exec(flags)?.[1] ?? ''),
  )
  const names = options.map((option) => option.attributeName())
  const typed = names.filter((name) => typeof action.getOptionValue(name) === 'string')
  const places = action.registeredArguments.flatMap((argument, place) =>
    argument.required && isLaptop(argument.name()) ? [place] : [],
  )
  if (typed.length + places.length === 0) return
  await does(async ({ client }) => {
    const find = async (called: unknown): Promise<string> =>
      (await client.call(calls.laptopsFind, { called: String(called) })).name
    for (const name of typed) action.setOptionValue(name, await find(action.getOptionValue(name)))
    for (const place of places) action.processedArgs[place] = await find(action.processedArgs[place])
    return exitCodes.done
  })()
}
