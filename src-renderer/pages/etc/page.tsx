import type { calls } from '../../../src-main/contract/calls.ts'
import type { Input } from '../../../src-main/contract/define.ts'
import { etcPathOf, etcPatternFrom, type EtcRule } from '../../../src-main/contract/etc-calls.ts'
import { FirstAnswer } from '../../components/both-answers.tsx'
import { LinkButton } from '../../components/button.tsx'
import { Heading } from '../../components/heading.tsx'
import { NotRefreshed } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { RuleField } from '../../components/rule-field.tsx'
import { usePage } from '../../components/use-page.ts'
import { goTo, pageHash, undecidedHash, undecidedItem } from '../../router/route.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useCountToDecide } from '../../stores/to-decide.ts'
import { useCall } from '../../stores/use-call.ts'
import { ElsewhereNotice } from '../elsewhere/elsewhere-notice.tsx'
import styles from '../list-detail.module.css'
import type { PageDeclaration } from '../page.ts'
import { RememberedDetail } from '../rules/remembered-detail.tsx'
import { isBuiltIn, keyOfRule } from '../rules/rule-words.ts'
import { RulesList, StoredIn } from '../rules/rules-list.tsx'
import { texts as ruleTexts } from '../rules/texts.ts'
import { texts } from './texts.ts'
import { UndecidedPage } from './undecided/undecided-page.tsx'

export const etcPage: PageDeclaration = {
  id: 'etc',
  room: 'travels',
  title: texts.title,
  parts: [{ hash: undecidedHash(), title: texts.filesWithoutRule }],
  component: EtcPage,
}

type Decide = (patterns: string[], decision: Input<(typeof calls)['etcDecide']>['decision']) => Promise<void>

const decisions = [
  { id: 'always', label: ruleTexts.always },
  { id: 'never', label: ruleTexts.never },
] as const

function EtcPage({ item }: { readonly item: string | undefined }) {
  return item === undecidedItem ? <UndecidedPage /> : <EtcRules item={item} />
}

function EtcRules({ item }: { readonly item: string | undefined }) {
  const { value, error, askAgain, put } = useCall('etcList', {})
  const client = useClient()
  const decide: Decide = async (patterns, decision) => put(await client.call('etcDecide', { patterns, decision }))
  usePage(texts.title, askAgain)
  if (value === undefined) return <FirstAnswer texts={texts} error={error} onTryAgain={askAgain} />
  const rules = value.rules.map((rule) => ({ kind: 'etc', rule }) as const)
  const own = rules.filter((rule) => !isBuiltIn(rule))
  return (
    <div className={styles['page']}>
      <Heading
        title={own.length === 0 ? texts.noneTitle : texts.ownTitle(own.length)}
        lead={<StoredIn file={value.file} />}
        actions={<LinkButton href={undecidedHash()}>{texts.filesWithoutRule}</LinkButton>}
      />
      <div className={styles['notices']}>
        {error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
        <ElsewhereNotice of={value.elsewhere} />
        <Undecided />
      </div>
      <RulesList
        groups={[
          { title: texts.yourRules, items: own },
          { title: texts.builtInRules, items: rules.filter(isBuiltIn) },
        ]}
        item={item}
        onSelect={(key) => goTo(pageHash('etc', key))}
        foot={
          <RuleField
            name={ruleTexts.add}
            label={ruleTexts.path}
            placeholder={ruleTexts.pathPlaceholder}
            decisions={decisions}
            read={etcPatternFrom}
            decide={(pattern, decision) => decide([pattern], decision)}
            isNarrow
          />
        }
      >
        {(one) => <EtcRuleDetail key={keyOfRule(one)} rule={one.rule} file={value.file} decide={decide} />}
      </RulesList>
    </div>
  )
}

interface EtcRuleDetailProps {
  readonly rule: EtcRule
  readonly file: string
  readonly decide: Decide
}

function EtcRuleDetail({ rule: { pattern, decision, origin, line, reason }, file, decide }: EtcRuleDetailProps) {
  const words = {
    name: etcPathOf(pattern),
    effect: decision === 'always' ? ruleTexts.alwaysText : ruleTexts.neverText,
    facts: [[ruleTexts.reason, reason === '' ? ruleTexts.noReason : reason]] as const,
    badge: ruleTexts.copied[decision],
    tone: decision === 'always' ? ('green' as const) : ('neutral' as const),
  }
  if (origin === 'built-in')
    return <RememberedDetail {...words} what={ruleTexts.builtIn} fixed={ruleTexts.builtInText} />
  return (
    <RememberedDetail
      {...words}
      what={line === undefined ? ruleTexts.ownRule : ruleTexts.ownRuleAt(line, file)}
      others={decisions
        .filter(({ id }) => id !== decision)
        .map(({ id, label }) => ({ label, decide: () => decide([pattern], id) }))}
      afterwards={ruleTexts.removeTitle}
      forget={() => decide([pattern], 'forget')}
    />
  )
}

/** Files without a rule: they are decided with both versions in sight. */
function Undecided() {
  const count = useCountToDecide('etc')
  if (count === 0) return undefined
  return (
    <Notice
      tone="amber"
      title={count === 1 ? texts.oneWithoutRule : texts.withoutRule(count)}
      actions={
        <LinkButton look="link" href={undecidedHash()}>
          {texts.decide}
        </LinkButton>
      }
    >
      {texts.undecidedText}
    </Notice>
  )
}
