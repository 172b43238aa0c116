import { FileCog } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import styles from '../list-detail.module.css'
import { SearchedList, type SearchedListProps } from '../searched-list.tsx'
import { decisionOfRule, isBuiltIn, keyOfRule, nameOfRule, reasonOfRule, type AnyRule } from './rule-words.ts'
import { texts } from './texts.ts'

/** The children say what a rule does, why, and what can be done with it. */
export function RulesList<R extends AnyRule>(
  props: Pick<SearchedListProps<R>, 'groups' | 'item' | 'onSelect' | 'foot' | 'children'>,
) {
  const words = { list: texts.rulesList, search: texts.search, none: texts.none, noMatch: texts.noMatch }
  const of = { keyOf: keyOfRule, nameOf: nameOfRule, textOf: reasonOfRule }
  return <SearchedList {...props} {...of} words={words} icon={FileCog} row={(rule) => <RuleRow rule={rule} />} />
}

/** In which file they are. */
export function StoredIn({ file }: { readonly file: string }) {
  return (
    <>
      {texts.keptIn} <code>{file}</code>
      {texts.keptInEnd}
    </>
  )
}

function RuleRow({ rule }: { readonly rule: AnyRule }) {
  const isAlways =
    (rule.kind === 'etc' && rule.rule.decision === 'always') ||
    ((rule.kind === 'package' || rule.kind === 'container') && rule.rule.decision === 'both')
  return (
    <div className={styles['row']} title={nameOfRule(rule)}>
      <span className={styles['mono']}>{nameOfRule(rule)}</span>
      <span className={isAlways ? styles['green'] : styles['soft']}>{decisionOfRule(rule)}</span>
      <span className={`${styles['soft']} ${styles['cut']}`}>{reasonOfRule(rule)}</span>
      {isBuiltIn(rule) ? <Badge>{texts.fixed}</Badge> : <span />}
    </div>
  )
}
