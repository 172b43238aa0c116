import path from 'node:path'
import { calls } from '../../../contract/calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { CliCommand } from '../commands.ts'
import { neitherOnNorOff } from '../error-texts.ts'
import { exitCodes } from '../exit-codes.ts'
import { rulesElsewhere, storedElsewhere } from '../texts.ts'
import { beforehandLines, decidedLines, exclusionLines, explanationLines, patternDecidedLine } from './texts.ts'

export const exclusionsCommand: CliCommand = async ({ client }, output) => {
  const exclusions = await client.call(calls.homeExclusions, {})
  output.tell({ type: 'home-exclusions', ...exclusions })
  exclusionLines(exclusions).forEach(output.say)
  rulesElsewhere(exclusions).forEach(output.say)
  return exitCodes.done
}

/** Without "on" or "off" it shows how far it is. AppError "invalid-input" for any other word. */
export function beforehandCommand(setting: string | undefined): CliCommand {
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

export function explainCommand(given: string): CliCommand {
  return async ({ client }, output) => {
    const explanation = await client.call(calls.homeExplain, { path: path.resolve(given) })
    output.tell({ type: 'home-explanation', ...explanation })
    explanationLines(explanation).forEach(output.say)
    return exitCodes.done
  }
}

/** Ends with "failed" when the path is still not copied though it was asked to be. */
export function decideCommand(
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
