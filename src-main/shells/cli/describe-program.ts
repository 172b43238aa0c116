/** The manual page, generated from the commands and their help. */
import type { Command as Commander, Option } from 'commander'
import { groupBy } from '../../kernel/group-by.ts'
import { exitCodes } from './exit-codes.ts'

interface Described {
  /** "snapshots list" */
  readonly words: string
  readonly command: Commander
}

/** Every command that does something, in rooms. */
export function describe(program: Commander): readonly Described[] {
  return visibleCommands(program).flatMap((command) => describeOne(command))
}

function describeOne(command: Commander, before = ''): readonly Described[] {
  const words = `${before}${command.name()}`
  if (command.commands.length === 0) return [{ words, command }]
  return visibleCommands(command).flatMap((child) => describeOne(child, `${words} `))
}

/** The help that commander adds to each command with subcommands is not ours. */
export function visibleCommands(command: Commander): readonly Commander[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== 'help' || command.parent === null)
}

/** man(7), section 1. */
export function manualPage(program: Commander, version: string): string {
  const inRooms = groupBy(visibleCommands(program), (command) => command.helpGroup())
  const commands = [...inRooms].flatMap(([heading, mine]) => [
    `.SS ${roff(heading.replace(/:$/, ''))}`,
    ...mine.flatMap((command) => describeOne(command)).flatMap(commandLines),
  ])
  const codes = Object.entries(exitCodeWords).flatMap(([name, words]) => [
    '.TP',
    `.B ${exitCodes[name as keyof typeof exitCodes]}`,
    words,
  ])
  return [
    `.TH PC-SWITCHER 1 "" "pc-switcher ${version}"`,
    '.SH NAME',
    'pc-switcher \\- pick up on your other laptop exactly where you left off',
    '.SH SYNOPSIS',
    '.B pc-switcher',
    '.I command',
    '[\\fIoptions\\fR]',
    '.SH DESCRIPTION',
    'Brings your other laptop up to date before you leave with it, or this one with its work. Both laptops are checked and',
    'snapshotted first. Then your work is copied and verified. Every command takes',
    '.B \\-\\-json',
    'and then prints one JSON object per line, each with a type.',
    '.SH COMMANDS',
    ...commands,
    '.SH EXIT STATUS',
    ...codes,
    '',
  ].join('\n')
}

const exitCodeWords: Readonly<Record<keyof typeof exitCodes, string>> = {
  done: 'Done, and verified if something was changed.',
  failed: 'Failed. The message says what happened and what to do.',
  usage: 'Invalid use: unknown command, option or laptop. Nothing was changed.',
  needsAnswers: 'Needs answers or consent. Nothing was changed.',
  locked: 'Locked: another switch or rollback is running.',
  interrupted: 'Interrupted. Finish a switch with pc-switcher resume.',
  differs: 'The laptops differ, and not only as you chose.',
  renewed: 'Ended to be started again: another version was installed.',
  detached: 'Left with Ctrl+C. The switch goes on in the app: pc-switcher follow shows it again.',
}

function commandLines({ words, command }: Described): readonly string[] {
  return [
    '.TP',
    `.B ${roff(`${words} ${command.usage().replace('[options] ', '').replace('[options]', '')}`.trim())}`,
    roff(sentence(command.description())),
    ...command.options.filter((option) => option.long !== '--json').flatMap(optionLines),
  ]
}

function optionLines(option: Option): readonly string[] {
  return ['.RS', '.TP', `.B ${roff(option.flags)}`, roff(sentence(option.description)), '.RE']
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** Escapes what roff would interpret: a dash, and a dot at the start of a line (groff(7)). */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&')
}
