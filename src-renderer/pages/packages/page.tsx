import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import type { OtherKind } from '../../../src-main/contract/packages-others.ts'
import { FirstAnswer } from '../../components/both-answers.tsx'
import { LinkButton } from '../../components/button.tsx'
import { Heading } from '../../components/heading.tsx'
import { NotRefreshed } from '../../components/list-state.tsx'
import { Segmented } from '../../components/segmented.tsx'
import { usePage } from '../../components/use-page.ts'
import { useOverview } from '../../stores/app-context.tsx'
import { wayOf } from '../../stores/way.ts'
import { goTo, packagesToHash } from '../../router/route.ts'
import { useCall } from '../../stores/use-call.ts'
import { ElsewhereNotice } from '../elsewhere/elsewhere-notice.tsx'
import styles from '../list-detail.module.css'
import type { PageDeclaration } from '../page.ts'
import { PackagesList } from './packages-list.tsx'
import { OthersList } from './others-list.tsx'
import { kindHash, kindOfItem, listKinds, type ListedKind, type ListKind } from './packages-routes.ts'
import { PackageRulesPage } from './rules/package-rules.tsx'
import { texts as ruleTexts } from '../rules/texts.ts'
import { texts } from './texts.ts'

export const packagesPage: PageDeclaration = {
  id: 'packages',
  room: 'travels',
  title: texts.title,
  component: PackagesPage,
}

type Compared = Output<typeof calls.packagesCompare>

/** From the laptop that has the latest work to the other one, as a switch would go. */
function ApplyLink() {
  const { value } = useOverview()
  const to = (value && wayOf(value))?.to
  if (to === undefined) return undefined
  return (
    <LinkButton look="primary" href={packagesToHash(to.name)}>
      {texts.apply(to.label)}
    </LinkButton>
  )
}

/** How many of each kind are not the same on both. */
function countsOf({ packages, others }: Compared): Readonly<Record<ListedKind, number>> {
  const count = (all: readonly { readonly difference: string }[]) =>
    all.filter(({ difference }) => difference !== 'same').length
  const ofKind = (kind: OtherKind) => count(others.filter((one) => one.kind === kind))
  return {
    package: count(packages),
    unit: ofKind('unit'),
    source: ofKind('source'),
    setting: ofKind('setting'),
    program: ofKind('program'),
  }
}

function titleOf({ packages, others }: Compared, differing: number): string {
  if (differing > 0) return texts.differ(differing)
  const count = others.filter(({ difference }) => difference !== 'same' && difference !== 'not-compared').length
  return count === 0 ? texts.allSame(packages.length) : texts.othersDiffer(count)
}

/** The programs of both laptops side by side, at any time, and the rules about them. */
function PackagesPage({ item }: { readonly item: string | undefined }) {
  const { value, error, askAgain: compareAgain } = useCall('packagesCompare', {})
  const rules = useCall('packagesRules', {})
  const atSwitch = useCall('packagesAtSwitch', {})
  const askAgain = () => {
    compareAgain()
    rules.askAgain()
    atSwitch.askAgain()
  }
  const decided = (value: PackageRules) => {
    rules.put(value)
    atSwitch.askAgain()
  }
  usePage(texts.title, askAgain)
  const kind = kindOfItem(item, value?.others ?? [])
  const differing = value && countsOf(value)
  const kinds = <KindChoice value={kind} differing={differing} rules={rules.value?.rules.length ?? 0} />
  if (kind === 'rules')
    return <PackageRulesPage item={item} rules={{ ...rules, put: decided, askAgain }} kinds={kinds} />
  if (value === undefined || differing === undefined) {
    return (
      <FirstAnswer texts={texts} error={error} onTryAgain={askAgain}>
        {kinds}
      </FirstAnswer>
    )
  }
  const { packages, others } = value
  const labels = { here: value.here.label, there: value.there.label }
  const shown = { labels, item, rules: { value: rules.value, put: decided }, atSwitch }
  return (
    <div className={styles['page']}>
      <Heading
        title={titleOf(value, differing.package)}
        lead={texts.lead}
        actions={atSwitch.value?.lines.some(({ does }) => does !== 'leaves') === true && <ApplyLink />}
      />
      <div className={styles['notices']}>
        {error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
        {rules.error !== undefined && <NotRefreshed error={rules.error} onTryAgain={askAgain} />}
        <ElsewhereNotice of={rules.value?.elsewhere} />
      </div>
      {kinds}
      {kind === 'package' ? (
        <PackagesList packages={packages} {...shown} />
      ) : (
        <OthersList key={kind} kind={kind} others={others.filter((one) => one.kind === kind)} {...shown} />
      )}
    </div>
  )
}

interface KindChoiceProps {
  readonly value: ListKind
  /** How many of each kind differ, once that is known. */
  readonly differing: Readonly<Record<ListedKind, number>> | undefined
  readonly rules: number
}

/** Packages, what stands beside them, or the rules about both. */
function KindChoice({ value, differing, rules }: KindChoiceProps) {
  return (
    <div className={styles['kinds']}>
      <Segmented
        name={texts.kind}
        segments={listKinds.map((id) => ({
          id,
          label: id === 'rules' ? ruleTexts.rulesOf(rules) : texts.kindOf(id, differing?.[id] ?? 0),
        }))}
        value={value}
        onChange={(id) => goTo(kindHash(listKinds.find((kind) => kind === id) ?? 'package'))}
      />
    </div>
  )
}
