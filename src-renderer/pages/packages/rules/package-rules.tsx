import { useState, type ReactNode } from 'react'
import type { PackageRules } from '../../../../src-main/contract/package-rules-calls.ts'
import { FirstAnswer } from '../../../components/both-answers.tsx'
import { Button } from '../../../components/button.tsx'
import { Heading } from '../../../components/heading.tsx'
import { NotRefreshed } from '../../../components/list-state.tsx'
import { goTo } from '../../../router/route.ts'
import type { AskedCall } from '../../../stores/use-call.ts'
import { ElsewhereNotice } from '../../elsewhere/elsewhere-notice.tsx'
import styles from '../../list-detail.module.css'
import { RulesList, StoredIn } from '../../rules/rules-list.tsx'
import { texts as ruleTexts } from '../../rules/texts.ts'
import { itemHash } from '../packages-routes.ts'
import { texts } from '../texts.ts'
import { AddPackageRule } from './add-package-rule.tsx'
import { PackageRuleDetail } from './package-rule-detail.tsx'

interface PackageRulesPageProps {
  readonly item: string | undefined
  readonly rules: AskedCall<PackageRules>
  /** What else is shown of programs. */
  readonly kinds: ReactNode
}

/** What nothing is asked about, whether or not both laptops answer. */
export function PackageRulesPage({ item, rules: { value, error, askAgain, put }, kinds }: PackageRulesPageProps) {
  const [isAdding, setAdding] = useState(false)
  if (value === undefined) {
    return (
      <FirstAnswer texts={{ ...texts, reading: texts.readingRules }} error={error} onTryAgain={askAgain}>
        {kinds}
      </FirstAnswer>
    )
  }
  const own = value.rules.map((rule) => ({ kind: 'package', rule }) as const)
  return (
    <div className={styles['page']}>
      <Heading
        title={own.length === 0 ? texts.noRules : texts.ownRules(own.length)}
        lead={<StoredIn file={value.file} />}
        actions={<Button onClick={() => setAdding(true)}>{ruleTexts.addPackageRule}</Button>}
      />
      {kinds}
      <div className={styles['notices']}>
        {error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
        <ElsewhereNotice of={value.elsewhere} />
      </div>
      <RulesList
        groups={[{ title: texts.rulesForPrograms, items: own }]}
        item={item}
        onSelect={(key) => goTo(itemHash(key))}
      >
        {({ rule }) => <PackageRuleDetail key={`${rule.kind}:${rule.name}`} rule={rule} packages={{ value, put }} />}
      </RulesList>
      {isAdding && <AddPackageRule onChanged={put} onClose={() => setAdding(false)} />}
    </div>
  )
}
