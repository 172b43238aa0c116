import { etcPathOf } from '../../../src-main/contract/etc-calls.ts'
import { wizardPages } from '../../../src-main/contract/wizard-page.ts'
import { FirstAnswer } from '../../components/both-answers.tsx'
import { LinkButton } from '../../components/button.tsx'
import { Heading } from '../../components/heading.tsx'
import { NotRefreshed } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { usePage } from '../../components/use-page.ts'
import { pageHash, undecidedHash, undecidedItem, wizardHash } from '../../router/route.ts'
import { questionsOf } from '../../stores/answers-store.ts'
import { useKnownToDecide, type KnownToDecide } from '../../stores/known-to-decide.ts'
import { useCall } from '../../stores/use-call.ts'
import { ElsewhereNotice } from '../elsewhere/elsewhere-notice.tsx'
import styles from '../list-detail.module.css'
import type { PageDeclaration } from '../page.ts'
import { isBuiltIn } from '../rules/rule-words.ts'
import { RulesList } from '../rules/rules-list.tsx'
import { texts as ruleTexts } from '../rules/texts.ts'
import { AddRule } from './add-rule.tsx'
import { RuleDetail } from './rule-detail.tsx'
import { texts } from './texts.ts'
import { UndecidedPage } from './undecided/undecided-page.tsx'

export const etcPage: PageDeclaration = {
  id: 'etc',
  room: 'travels',
  title: texts.title,
  parts: [{ hash: undecidedHash(), title: texts.filesWithoutRule }],
  toDecide: undecidedFiles,
  component: EtcPage,
}

function EtcPage({ item }: { readonly item: string | undefined }) {
  return item === undecidedItem ? <UndecidedPage /> : <EtcRules item={item} />
}

function EtcRules({ item }: { readonly item: string | undefined }) {
  const { value, error, askAgain, put } = useCall('etcList', {})
  usePage(texts.title, askAgain)
  if (value === undefined) return <FirstAnswer texts={texts} error={error} onTryAgain={askAgain} />
  const rules = value.rules.map((rule) => ({ kind: 'etc', rule }) as const)
  const own = rules.filter((rule) => !isBuiltIn(rule))
  return (
    <div className={styles['page']}>
      <Heading
        title={own.length === 0 ? texts.noneTitle : texts.ownTitle(own.length)}
        lead={
          <>
            {ruleTexts.keptIn} <code>{value.file}</code>
            {ruleTexts.keptInEnd}
          </>
        }
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
        hashOf={(key) => pageHash('etc', key)}
        foot={<AddRule onChanged={put} />}
      >
        {({ rule }) => <RuleDetail key={etcPathOf(rule.pattern)} rule={rule} file={value.file} onChanged={put} />}
      </RulesList>
    </div>
  )
}

/** As far as the present plan knows; without a plan nothing is claimed. Who answers "Later" has answered for now. */
function undecidedFiles({ state, answers }: KnownToDecide): number {
  if (state?.kind !== 'planned') return 0
  return questionsOf(state.plan).filter(({ form, id }) => form === 'rule' && answers[id] === undefined).length
}

/** Files that the present plan found without a rule: they are decided with both versions in sight. */
function Undecided() {
  const count = undecidedFiles(useKnownToDecide())
  if (count === 0) return undefined
  return (
    <Notice
      tone="amber"
      title={count === 1 ? texts.oneWithoutRule : texts.withoutRule(count)}
      actions={
        <LinkButton look="link" href={wizardHash(wizardPages.etc.id)}>
          {texts.decide}
        </LinkButton>
      }
    >
      {texts.undecidedText}
    </Notice>
  )
}
