import { useState, type ReactNode } from 'react'
import type { PackageRules } from '../../../../src-main/contract/package-rules-calls.ts'
import { Button } from '../../../components/button.tsx'
import { Heading } from '../../../components/heading.tsx'
import { ErrorState, LoadingState, NotRefreshed } from '../../../components/list-state.tsx'
import type { AskedCall } from '../../../stores/use-call.ts'
import { ElsewhereNotice } from '../../elsewhere/elsewhere-notice.tsx'
import styles from '../../list-detail.module.css'
import { RulesList } from '../../rules/rules-list.tsx'
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
  const own = value?.rules ?? []
  return (
    <div className={styles['page']}>
      <Heading
        title={value === undefined ? texts.title : own.length === 0 ? texts.noRules : texts.ownRules(own.length)}
        lead={
          value === undefined ? (
            texts.lead
          ) : (
            <>
              {ruleTexts.keptIn} <code>{value.file}</code>
              {ruleTexts.keptInEnd}
            </>
          )
        }
        actions={<Button onClick={() => setAdding(true)}>{ruleTexts.addPackageRule}</Button>}
      />
      {kinds}
      <div className={styles['notices']}>
        {value !== undefined && error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
        <ElsewhereNotice of={value?.elsewhere} />
      </div>
      {value !== undefined ? (
        <RulesList
          groups={[{ title: texts.rulesForPrograms, items: own.map((rule) => ({ kind: 'package', rule }) as const) }]}
          item={item}
          hashOf={itemHash}
        >
          {({ rule }) => <PackageRuleDetail key={`${rule.kind}:${rule.name}`} rule={rule} packages={{ value, put }} />}
        </RulesList>
      ) : error !== undefined ? (
        <ErrorState error={error} onTryAgain={askAgain} />
      ) : (
        <LoadingState>{texts.readingRules}</LoadingState>
      )}
      {isAdding && <AddPackageRule onChanged={put} onClose={() => setAdding(false)} />}
    </div>
  )
}
