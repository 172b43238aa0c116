import {
  packageDecisions,
  type PackageRule,
  type PackageRuleChange,
  type PackageRuleKind,
} from '../../../src-main/contract/package-rule.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import { LinkButton } from '../../components/button.tsx'
import { ChoiceButtons } from '../../components/choice-buttons.tsx'
import { FailureNotice } from '../../components/notice.tsx'
import { useClient } from '../../stores/app-context.tsx'
import type { AskedCall } from '../../stores/use-call.ts'
import { useAction } from '../../stores/use-action.ts'
import { keyOfRule } from '../rules/rule-words.ts'
import { itemHash } from './packages-routes.ts'
import type { RulesFor } from '../../../src-main/contract/package-rules-for.ts'
import styles from './rule-choice.module.css'
import { texts } from './texts.ts'

interface RuleChoiceProps {
  readonly kind: PackageRuleKind
  /** What a rule that is made here names. */
  readonly name: string
  readonly found: RulesFor
  /** A decision each, or "none". */
  readonly choices: readonly { readonly id: PackageRuleChange['decision']; readonly label: string }[]
  readonly onChanged: AskedCall<PackageRules>['put']
}

/** What every switch does with one thing. Where a pattern says something about it, that is what is usual. */
export function RuleChoice({ kind, name, found: { own, pattern }, choices, onChanged }: RuleChoiceProps) {
  const decide = useDecide(kind, own?.name ?? name, onChanged)
  return (
    <div className={styles['rule']}>
      <ChoiceButtons
        name={texts.atSwitch}
        choices={choices}
        value={choices.find(({ id }) => id === own?.decision)?.id ?? 'none'}
        onChange={(id) => decide.start(packageDecisions.find((one) => one === id) ?? 'none')}
      />
      {pattern !== undefined && <RuleLink rule={pattern} />}
      <FailureNotice error={decide.error} />
    </div>
  )
}

function useDecide(kind: PackageRuleKind, name: string, onChanged: RuleChoiceProps['onChanged']) {
  const client = useClient()
  return useAction(async (decision: PackageRuleChange['decision']) =>
    onChanged(await client.call('packagesDecide', { kind, name, decision })),
  )
}

function RuleLink({ rule }: { readonly rule: PackageRule }) {
  const item = keyOfRule({ kind: 'package', rule })
  return (
    <LinkButton look="link" href={itemHash(item)}>
      {texts.showRule(rule.name)}
    </LinkButton>
  )
}
