/** `pc-switcher` alone, and `pc-switcher help`: how things stand, every command by its room, and how to do what people ask for. */
import type { Command as Commander } from 'commander'
import { findTopics, helpTopics } from '../../../contract/help-words.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import { commandAt } from '../completion/read-line.ts'
import type { CommandGroup, Does } from '../program-parts.ts'
import { standCommand } from '../switches/commands.ts'
import { noSuchHelp, roomHeadings, topicLines, topicsText } from './texts.ts'

/** What stands for no word at all: commander takes any word for the argument of a default command, also one that is misspelt. */
const noWords = 'now'

export const helpCommands: CommandGroup = {
  room: 'laptops',
  add(program, command, does, { say }) {
    // Those of the subcommands stay.
    program.helpCommand(false).addHelpText('after', topicsText)
    program
      .command('help [words...]')
      .description('show the help of a command, or how to do something')
      .action((words: string[]) => helpLines(program, words).forEach(say))
    program
      .command(noWords, { hidden: true })
      .option('--json')
      .action(async ({ json = false }: { readonly json?: boolean }) => {
        if (json) return does(standCommand)()
        await sayStand(does, say)
        say(`\n${commandsOf(program)}`)
      })
  },
  completes: { 'help words': helpTopics.map(({ id }) => id) },
}

/** What is typed, or what stands for nothing. */
export function wordsTyped(words: readonly string[]): readonly string[] {
  return words.every((word) => word === '--json') ? [noWords, ...words] : words
}

/** That nobody can tell keeps nobody from the commands. */
async function sayStand(does: Does, say: (line: string) => void): Promise<void> {
  try {
    await does(standCommand)()
  } catch (thrown) {
    const { message, hint } = toWireError(thrown)
    say([message, hint].filter(Boolean).join(' '))
  }
}

function commandsOf(program: Commander): string {
  const help = program.helpInformation()
  return `${help.slice(help.indexOf(`\n${roomHeadings.switch}`) + 1).trimEnd()}\n${topicsText}`
}

/** Of the topic and the command that these words name, or of the topics that have all of them. */
function helpLines(program: Commander, words: readonly string[]): readonly string[] {
  const { command, names } = commandAt(program, words)
  const topic = helpTopics.find(({ id }) => id === words[0])
  const ofCommand = names === words.join(' ') ? [command.helpInformation().trimEnd()] : []
  if (topic !== undefined) return [...topicLines(topic), ...ofCommand.flatMap((help) => ['', help])]
  if (ofCommand.length > 0) return command === program ? [...ofCommand, topicsText] : ofCommand
  const found = findTopics(words.join(' '))
  if (found.length === 0) throw new AppError({ code: 'invalid-input', ...noSuchHelp(words.join(' ')) })
  return found.flatMap((one, at) => [...(at === 0 ? [] : ['']), ...topicLines(one)])
}
