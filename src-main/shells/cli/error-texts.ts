/** What the command line itself refuses or misses, in words; each becomes the message and hint of an AppError. */
import type { ErrorText } from '../../kernel/app-error.ts'
import { countOf } from '../../kernel/units.ts'

export const notRunning: ErrorText = {
  message: 'pc-switcher is not running.',
  hint: 'Start it with: pc-switcher serve',
}

export const appGone: ErrorText = {
  message: 'pc-switcher was closed while this command needed it.',
  hint: 'Run the command again. To finish an interrupted switch: pc-switcher resume',
}

export const stoppedElsewhere: ErrorText = {
  message: 'The switch stopped before it had finished.',
  hint: 'Resume it again, or open pc-switcher on the other laptop to see why it stopped.',
}

export const notStartedElsewhere: ErrorText = {
  message: 'The switch could not start.',
  hint: 'The terminal or window where it was started says why.',
}

/** `below`: "snapshots", or nothing. */
const seeHelp = (below: string): string => `See: pc-switcher ${below === '' ? '' : `${below} `}--help`

export const noCommand = (below: string): ErrorText => ({ message: 'No command given.', hint: seeHelp(below) })

/** `message`: commander's. `suggested`: commands, and options of the one that was typed. */
export function invalidUse(message: string, suggested: readonly string[], below: string): ErrorText {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1).replace(/\.$/, '')}.`
  const hint = suggested.length === 0 ? seeHelp(below) : `${didYouMean(suggested)}\n${seeHelp(below)}`
  return { message: sentence, hint }
}

const didYouMean = (commands: readonly string[]): string =>
  `Did you mean ${commands.map((command) => `"pc-switcher ${command}"`).join(' or ')}?`

export function neitherOnNorOff(text: string): ErrorText {
  return { message: `"${text}" is neither on nor off.`, hint: 'Use: pc-switcher home beforehand on' }
}

export function invalidPort(text: string): ErrorText {
  return { message: `"${text}" is not a port.`, hint: 'Use a number from 0 to 65535; 0 picks any free port.' }
}

export function unreadableAnswers(path: string): ErrorText {
  return {
    message: `The answers in ${path} can't be read.`,
    hint: 'Use a JSON object of question IDs and choices, as listed by: pc-switcher plan --json',
  }
}

export function unknownAnswers(count: number): ErrorText {
  return {
    message: `The plan has no ${count === 1 ? 'question' : 'questions'} for ${countOf(count, 'ID')} in the answers file.`,
    hint: 'Compare the IDs with: pc-switcher plan --json',
  }
}

/** `way`: as it was typed. */
/** `lister`: the command that lists them. */
export function openQuestions(count: number, yes: boolean, lister: string): ErrorText {
  const listed = `All of them are listed by: pc-switcher ${lister}`
  return {
    message: `${countOf(count, 'question')} ${count === 1 ? 'needs' : 'need'} an answer first.`,
    hint: yes
      ? `None of these has a safe default. Answer with --answers FILE, at a terminal or in the window. ${listed}`
      : `Answer with --answers FILE, at a terminal or in the window, or accept the safe defaults with --yes. ${listed}`,
  }
}

export const eitherWay: ErrorText = {
  message: 'Name the other laptop once: --to HOST or --from HOST.',
  hint: 'Use --to to pick up there, and --from to bring its work here.',
}

export function notInEtc(path: string): ErrorText {
  const below = path.replace(/^[/.]+/, '').replace(/^etc\//, '')
  return {
    message: `${path} is not a path below /etc.`,
    hint: `Give the whole path, such as /etc/${below === '' ? 'hosts' : below}.`,
  }
}

export function noSuchEtcRule(path: string): ErrorText {
  return { message: `There is no rule of yours for ${path}.`, hint: 'List the rules with: pc-switcher etc list' }
}

export function unknownCall(name: string, known: readonly string[]): ErrorText {
  return { message: `There is no call "${name}".`, hint: `Use one of: ${known.join(', ')}.` }
}

/** `title` as in the contract: "plan a switch". */
export function inputNotFitting(title: string): ErrorText {
  return { message: `This is not what the call to ${title} takes.`, hint: 'Correct what is named below.' }
}

export const inputNotJson: ErrorText = {
  message: 'The input is not JSON.',
  hint: 'For example: \'{"refresh":true}\'',
}
