/** `pc-switcher packages rule`: what a switch does with a package, a unit, a source or a default program from now on. */
import { calls } from '../../../contract/calls.ts'
import {
  isPackageKind,
  type PackageManager,
  type PackageRuleChange,
  type PackageRuleKind,
} from '../../../contract/package-rule.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { AppClient } from '../../../transport/client.ts'
import type { CliCommand } from '../program-parts.ts'
import { exitCodes } from '../exit-codes.ts'
import { rulesElsewhere, storedElsewhere } from '../texts.ts'
import * as texts from './rules-texts.ts'

export interface RuleOptions {
  readonly manager?: PackageManager
  readonly unit?: boolean
  readonly userUnit?: boolean
  readonly source?: boolean
  readonly flatpakSource?: boolean
  readonly alternative?: boolean
}

export const listPackageRulesCommand: CliCommand = async ({ client }, output) => {
  const listed = await client.call(calls.packagesRules, {})
  output.tell({ type: 'package-rules', ...listed })
  if (listed.rules.length === 0) output.say(texts.none)
  texts.ruleLines(listed.rules).forEach(output.say)
  rulesElsewhere(listed).forEach(output.say)
  return exitCodes.done
}

export function packageRuleCommand(
  name: string,
  decision: PackageRuleChange['decision'],
  options: RuleOptions,
): CliCommand {
  return async ({ client }, output) => {
    const target = { kind: kindOf(options), name }
    const changes = decision === 'none' ? await rulesNamed(client, target) : [{ ...target, decision }]
    for (const change of changes) {
      const decided = await client.call(calls.packagesDecide, change)
      output.tell({ type: 'package-rules', ...decided })
      output.say(texts.decidedLine(change))
      storedElsewhere(decided).forEach(output.say)
    }
    return exitCodes.done
  }
}

function kindOf({ manager, ...options }: RuleOptions): PackageRuleKind {
  const named: readonly PackageRuleKind[] = [
    ...(manager === undefined ? [] : [manager]),
    ...(options.unit === true ? (['unit'] as const) : []),
    ...(options.userUnit === true ? (['user-unit'] as const) : []),
    ...(options.source === true ? (['source'] as const) : []),
    ...(options.flatpakSource === true ? (['flatpak-source'] as const) : []),
    ...(options.alternative === true ? (['alternative'] as const) : []),
  ]
  if (named.length > 1) throw new AppError({ code: 'invalid-input', ...texts.oneKind })
  return named[0] ?? 'apt'
}

/** Of a package also those for one architecture of it. */
async function rulesNamed(
  client: AppClient,
  { kind, name }: Pick<PackageRuleChange, 'kind' | 'name'>,
): Promise<readonly PackageRuleChange[]> {
  const { rules, elsewhere } = await client.call(calls.packagesRules, {})
  const found = rules.filter(
    (rule) => rule.kind === kind && (rule.name === name || (isPackageKind(kind) && rule.name.startsWith(`${name}:`))),
  )
  // An older copy may lack it; where nothing can be stored, that is what is said.
  if (elsewhere?.isRead === false) return [{ kind, name, decision: 'none' }]
  if (found.length === 0) throw new AppError({ code: 'not-found', ...texts.noSuchRule(name) })
  return found.map((rule) => ({ kind: rule.kind, name: rule.name, decision: 'none' }))
}
