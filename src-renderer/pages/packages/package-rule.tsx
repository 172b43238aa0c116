import { useCallback } from 'react'
import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import {
  nameWithArchitecture,
  packageDecisions,
  type PackageRule,
  type PackageRuleChange,
} from '../../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import { LinkButton } from '../../components/button.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { Notice } from '../../components/notice.tsx'
import { routeHash } from '../../router/route.ts'
import { useClient } from '../../stores/app-context.tsx'
import type { AskedCall } from '../../stores/use-call.ts'
import { useAction } from '../../stores/use-action.ts'
import { keyOfRule } from '../rules/rule-words.ts'
import { ruleSubject, rulesFor, type RulesFor } from './rules-for.ts'
import styles from './package-rule.module.css'
import { texts } from './texts.ts'

interface PackageRuleProps {
  readonly one: ComparedPackage
  readonly rules: PackageRules
  readonly onChanged: AskedCall<PackageRules>['put']
}

/** What every switch does with one package. Where a pattern says something about it, that is what is usual. */
export function PackageRuleChoice({ one, rules, onChanged }: PackageRuleProps) {
  const found = rulesFor(rules.rules, one)
  const { own, pattern } = found
  const decide = useDecide(one.manager, own?.name ?? nameWithArchitecture(ruleSubject(one)), onChanged)
  const choices = choicesFor(one, found)
  return (
    <div className={styles['rule']}>
      <ChoiceButtons
        name={texts.atSwitch}
        choices={choices}
        value={choices.find(({ id }) => id === own?.decision)?.id ?? 'none'}
        onChange={(id) => decide.start(packageDecisions.find((one) => one === id) ?? 'none')}
      />
      {pattern !== undefined && <RuleLink rule={pattern} />}
      {decide.error !== undefined && (
        <Notice tone="amber" alert title={decide.error.message}>
          {decide.error.hint}
        </Notice>
      )}
    </div>
  )
}

function useDecide(kind: ComparedPackage['manager'], name: string, onChanged: PackageRuleProps['onChanged']) {
  const client = useClient()
  return useAction(
    useCallback(
      async (decision: PackageRuleChange['decision']) =>
        onChanged(await client.call('packagesDecide', { kind, name, decision })),
      [client, kind, name, onChanged],
    ),
  )
}

function choicesFor({ apart }: ComparedPackage, { pattern }: RulesFor) {
  if (apart !== undefined)
    return [
      { id: 'none', label: texts.leftAlone },
      { id: 'both', label: texts.decisions.both },
    ]
  const usual = pattern === undefined ? texts.asUsual : texts.byRule(pattern)
  return [{ id: 'none', label: usual }, ...packageDecisions.map((id) => ({ id, label: texts.decisions[id] }))]
}

function RuleLink({ rule }: { readonly rule: PackageRule }) {
  const item = keyOfRule({ kind: 'package', rule })
  return (
    <LinkButton look="link" href={routeHash({ kind: 'shell', page: 'rules', item })}>
      {texts.showRule(rule.name)}
    </LinkButton>
  )
}
