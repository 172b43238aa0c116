/** `pc-switcher etc`: which files in /etc are copied. */
import { calls } from '../../../contract/calls.ts'
import { etcPathOf, etcPatternFrom } from '../../../contract/etc-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { AppClient } from '../../../transport/client.ts'
import { fromApp } from '../completion/values.ts'
import { noSuchEtcRule, notInEtc } from '../error-texts.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'
import { decidedLine, matchesNothing, ruleLines, rulesElsewhere, storedElsewhere } from '../texts.ts'

export const etcCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does) {
    const etc = program.command('etc').description('choose which files in /etc are copied')
    command(etc, 'list', 'list the rules').action(does(listRulesCommand))
    for (const decision of ['always', 'never', 'forget'] as const) {
      command(
        etc,
        `${decision} <path>`,
        decision === 'forget' ? 'remove a rule' : `${decision} copy a file or folder`,
      ).action((path: string) => does(decideRuleCommand(path, decision))())
    }
  },
  completes: {
    'etc forget path': fromApp(async (client) => {
      const { rules } = await client.call(calls.etcList, {})
      const own = rules.filter(({ origin }) => origin === 'person')
      return own.map(({ pattern, decision }) => ({ word: etcPathOf(pattern), about: decision }))
    }),
  },
}

const listRulesCommand: CliCommand = async ({ client }, output) => {
  const listed = await client.call(calls.etcList, {})
  output.tell({ type: 'etc-rules', ...listed })
  ruleLines(listed.rules).forEach(output.say)
  rulesElsewhere(listed).forEach(output.say)
  return exitCodes.done
}

/** With /etc, as everywhere a person reads it: anything else may be meant for another place. */
export function decideRuleCommand(path: string, decision: 'always' | 'never' | 'forget'): CliCommand {
  return async ({ client }, output) => {
    const pattern = path.startsWith('/') ? etcPatternFrom(path) : undefined
    if (pattern === undefined) throw new AppError({ code: 'invalid-input', ...notInEtc(path) })
    if (decision === 'forget') await requireEtcRule(client, pattern)
    const { isThere, ...decided } = await client.call(calls.etcDecide, { patterns: [pattern], decision })
    output.tell({ type: 'etc-rules', ...decided })
    output.say(decidedLine(etcPathOf(pattern), decision))
    if (isThere === false) output.say(matchesNothing)
    storedElsewhere(decided).forEach(output.say)
    return exitCodes.done
  }
}

/** What is built in is no rule of the person's. Where the rules can't be read now, that is what is said of changing them. */
async function requireEtcRule(client: AppClient, pattern: string): Promise<void> {
  const { rules, elsewhere } = await client.call(calls.etcList, {})
  const isKnown = rules.some((rule) => rule.origin !== 'built-in' && rule.pattern === pattern)
  if (!isKnown && elsewhere?.isRead !== false)
    throw new AppError({ code: 'not-found', ...noSuchEtcRule(etcPathOf(pattern)) })
}
