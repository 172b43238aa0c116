/** The manual page and the shell completion, made from the same words that the command line understands. */
import type { Command as Commander, Option } from 'commander'
import { exitCodes } from './exit-codes.ts'

interface Described {
  /** "snapshots list" */
  readonly words: string
  readonly command: Commander
}

function describe(command: Commander, before = ''): readonly Described[] {
  return visible(command).flatMap((child) => {
    const words = `${before}${child.name()}`
    return child.commands.length > 0 ? describe(child, `${words} `) : [{ words, command: child }]
  })
}

function visible(command: Commander): readonly Commander[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .filter((child) => child.name() !== 'help')
}

/** man(7), section 1. */
export function manualPage(program: Commander, version: string): string {
  const commands = describe(program).flatMap(({ words, command }) => [
    '.TP',
    `.B ${roff(`${words} ${command.usage().replace('[options] ', '').replace('[options]', '')}`.trim())}`,
    roff(sentence(command.description())),
    ...command.options.filter((option) => option.long !== '--json').flatMap(optionLines),
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
    'Brings your other laptop up to date before you leave with it. Both laptops are checked and snapshotted first.',
    'Then packages, home, /etc and virtual machines are copied and verified on the other laptop. Every command takes',
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
  interrupted: 'Interrupted. Finish it with pc-switcher resume.',
}

function optionLines(option: Option): readonly string[] {
  return ['.RS', '.TP', `.B ${roff(option.flags)}`, roff(sentence(option.description)), '.RE']
}

const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}.`

/** A dash is a hyphen, a point at the start of a line is a request (groff(7)). */
function roff(text: string): string {
  return text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replace(/^[.']/, '\\&$&')
}

/** bash-completion's form: one function, the words by what stands before. */
export function bashCompletion(program: Commander): string {
  const tops = visible(program).map((child) => child.name())
  const groups = visible(program).filter((child) => child.commands.length > 0)
  const cases = [
    ...groups.map((group) =>
      caseLine(
        group.name(),
        visible(group).map((child) => child.name()),
      ),
    ),
    ...describe(program).map(({ words, command }) =>
      caseLine(
        words,
        command.options.flatMap((option) => option.long ?? []),
      ),
    ),
  ]
  return [
    '# bash completion for pc-switcher; made from its own words',
    '_pc_switcher() {',
    '  local current=${COMP_WORDS[COMP_CWORD]} before=() word words',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ $word == -* ]] || before+=("$word"); done',
    `  words=${quoted(tops)}`,
    '  local two="${before[*]:0:2}" one="${before[0]-}"',
    '  case $one in "") ;; *) words="" ;; esac',
    '  case $one in',
    ...cases.filter(([words]) => !words.includes(' ')).map(([, line]) => line),
    '  esac',
    '  case $two in',
    ...cases.filter(([words]) => words.includes(' ')).map(([, line]) => line),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    '  [[ ${#COMPREPLY[@]} -gt 0 || -z $one ]] || COMPREPLY=($(compgen -f -- "$current"))',
    '}',
    'complete -F _pc_switcher pc-switcher',
    '',
  ].join('\n')
}

function caseLine(words: string, choices: readonly string[]): readonly [string, string] {
  return [words, `    ${quoted([words])}) words=${quoted(choices)} ;;`]
}

/** Our own words only; none has a quote. */
function quoted(words: readonly string[]): string {
  return `'${words.join(' ')}'`
}
