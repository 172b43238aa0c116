import { homedir } from 'node:os'
import path from 'node:path'
import { calls } from '../../../contract/calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { neitherOnNorOff } from '../error-texts.ts'
import { fromApp, plain } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { rulesElsewhere, storedElsewhere } from '../texts.ts'
import { explanationLines } from '../../../contract/home-words.ts'
import { beforehandLines, decidedLines, exclusionLines, patternDecidedLine } from './texts.ts'

/** Those that name a path, which is what the command takes, and the homes of other accounts. */
const leftOut = fromApp(async (client) => {
  const { rules, homes } = await client.call(calls.homeExclusions, {})
  const left = rules.filter(({ pattern, decision }) => decision === 'exclude' && /^\/[^*\\]+$/.test(pattern))
  const others = homes.flatMap(({ home, isAdded }) => (home === undefined || isAdded ? [] : [home]))
  return [...left.map(({ pattern }) => `${homedir()}${pattern}`), ...others].map(plain)
})

export const homeCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does) {
    const home = program.command('home').description('choose what of your home folder is copied')
    command(home, 'exclusions', 'list what is not copied, and which file or part of pc-switcher says so').action(
      does(exclusionsCommand),
    )
    command(home, 'explain <path>', 'tell whether a file or folder is copied, and which rule decides').action(
      (path: string) => does(explainCommand(path))(),
    )
    command(home, 'beforehand [on|off]', 'show, or set, whether changes are fetched before you switch').action(
      (setting?: string) => does(beforehandCommand(setting))(),
    )
    const pattern = ['--pattern', 'take PATH as a line of home.stignore, such as "*.iso"', false] as const
    command(home, 'exclude <path>', 'stop copying a file or folder; it is removed nowhere')
      .option(...pattern)
      .action((path: string, options: { pattern: boolean }) => does(decideCommand(path, 'exclude', options))())
    command(
      home,
      'include <path>',
      'copy what a line of yours or a rule for caches leaves out, or the home of another account',
    )
      .option(...pattern)
      .action((path: string, options: { pattern: boolean }) => does(decideCommand(path, 'include', options))())
  },
  completes: {
    'home include path': { ...leftOut, hasFiles: true },
    'home beforehand on|off': ['on', 'off'],
  },
}

const exclusionsCommand: CliCommand = async ({ client }, output) => {
  const exclusions = await client.call(calls.homeExclusions, {})
  output.tell({ type: 'home-exclusions', ...exclusions })
  exclusionLines(exclusions).forEach(output.say)
  rulesElsewhere(exclusions).forEach(output.say)
  return exitCodes.done
}

/** Without "on" or "off" it shows how far it is. AppError "invalid-input" for any other word. */
function beforehandCommand(setting: string | undefined): CliCommand {
  return async ({ client }, output) => {
    if (setting !== undefined && setting !== 'on' && setting !== 'off')
      throw new AppError({ code: 'invalid-input', ...neitherOnNorOff(setting) })
    const beforehand =
      setting === undefined
        ? await client.call(calls.homeBeforehand, {})
        : await client.call(calls.homeSetBeforehand, { enabled: setting === 'on' })
    output.tell({ type: 'home-beforehand', ...beforehand })
    beforehandLines(beforehand).forEach(output.say)
    return exitCodes.done
  }
}

function explainCommand(given: string): CliCommand {
  return async ({ client }, output) => {
    const explanation = await client.call(calls.homeExplain, { path: path.resolve(given) })
    output.tell({ type: 'home-explanation', ...explanation })
    explanationLines(explanation, true).forEach(output.say)
    return exitCodes.done
  }
}

/** Ends with "failed" when the path is still not copied though it was asked to be. */
function decideCommand(
  given: string,
  decision: 'exclude' | 'include',
  options: { readonly pattern: boolean },
): CliCommand {
  if (options.pattern) return decidePatternCommand(given, decision)
  return async ({ client }, output) => {
    const decided = await client.call(calls.homeDecidePath, { path: path.resolve(given), decision })
    output.tell({ type: 'home-decided', ...decided })
    decidedLines(decided, decision).forEach(output.say)
    storedElsewhere(decided).forEach(output.say)
    const isRefused = decision === 'include' && decided.explanation.verdict === 'left-out'
    return isRefused ? exitCodes.failed : exitCodes.done
  }
}

function decidePatternCommand(pattern: string, decision: 'exclude' | 'include'): CliCommand {
  return async ({ client }, output) => {
    const { changed, exclusions } = await client.call(calls.homeDecideRule, { pattern, decision })
    output.tell({ type: 'home-exclusions', changed, ...exclusions })
    output.say(patternDecidedLine(pattern, decision, changed))
    storedElsewhere(exclusions).forEach(output.say)
    return exitCodes.done
  }
}
