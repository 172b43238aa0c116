import { FileCog } from 'lucide-react'
import { Fragment, useState } from 'react'
import { wizardPages } from '../../../src-main/contract/wizard-page.ts'
import { FirstAnswer } from '../../components/both-answers.tsx'
import { Button, LinkButton } from '../../components/button.tsx'
import { Heading } from '../../components/heading.tsx'
import { NotRefreshed } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { usePage } from '../../components/use-page.ts'
import { undecidedHash, undecidedItem, wizardHash } from '../../router/route.ts'
import { questionsOf } from '../../stores/answers-store.ts'
import { useAnswers, useSwitchState } from '../../stores/app-context.tsx'
import { ElsewhereNotice } from '../elsewhere/elsewhere-notice.tsx'
import styles from '../list-detail.module.css'
import type { PageDeclaration } from '../page.ts'
import { isBuiltIn } from './rule-words.ts'
import { AddPackageRule } from './packages/add-package-rule.tsx'
import { RulesList } from './rules-list.tsx'
import { texts } from './texts.ts'
import { UndecidedPage } from './undecided/undecided-page.tsx'
import { filesIn, rulesIn, useRules } from './use-rules.ts'

export const rulesPage: PageDeclaration = {
  id: 'rules',
  title: texts.title,
  icon: FileCog,
  parts: [{ hash: undecidedHash(), title: texts.undecidedPart }],
  useToDecide: useUndecidedFiles,
  component: RulesPage,
}

function RulesPage({ item }: { readonly item: string | undefined }) {
  return item === undecidedItem ? <UndecidedPage /> : <AllRules item={item} />
}

function AllRules({ item }: { readonly item: string | undefined }) {
  const lists = useRules()
  const { etc, errors, askAgain } = lists
  const [isAdding, setAdding] = useState(false)
  usePage(texts.title, askAgain)
  if (etc.value === undefined) return <FirstAnswer texts={texts} error={etc.error} onTryAgain={askAgain} />
  const own = rulesIn(lists).filter((rule) => !isBuiltIn(rule)).length
  return (
    <div className={styles['page']}>
      <Heading
        title={own === 0 ? texts.noneTitle : texts.ownTitle(own)}
        lead={
          <>
            {texts.keptIn} <Files names={filesIn(lists)} />
            {texts.keptInEnd}
          </>
        }
        actions={
          <>
            <Button onClick={() => setAdding(true)}>{texts.addPackageRule}</Button>
            <LinkButton href={undecidedHash()}>{texts.filesWithoutRule}</LinkButton>
          </>
        }
      />
      <div className={styles['notices']}>
        {errors.map((error) => (
          <NotRefreshed key={error.message} error={error} onTryAgain={askAgain} />
        ))}
        <ElsewhereNotice of={etc.value.elsewhere} />
        <Undecided />
      </div>
      <RulesList lists={lists} item={item} />
      {isAdding && <AddPackageRule onChanged={lists.packages.put} onClose={() => setAdding(false)} />}
    </div>
  )
}

function Files({ names }: { readonly names: readonly string[] }) {
  return names.map((name, index) => (
    <Fragment key={name}>
      {texts.between(index, names.length)}
      <code>{name}</code>
    </Fragment>
  ))
}

/** As far as the present plan knows; without a plan nothing is claimed. Who answers "Later" has answered for now. */
function useUndecidedFiles(): number {
  const state = useSwitchState()
  const { answers } = useAnswers()
  if (state?.kind !== 'planned') return 0
  return questionsOf(state.plan).filter(({ form, id }) => form === 'rule' && answers[id] === undefined).length
}

/** Files that the present plan found without a rule: they are decided with both versions in sight. */
function Undecided() {
  const count = useUndecidedFiles()
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
