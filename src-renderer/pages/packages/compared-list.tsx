import { Package } from 'lucide-react'
import { useState } from 'react'
import type { PackageRules } from '../../../src-main/contract/package-rules-calls.ts'
import { Segmented } from '../../components/segmented.tsx'
import { goTo } from '../../router/route.ts'
import type { AskedCall } from '../../stores/use-call.ts'
import { SearchedList, type SearchedListProps } from '../searched-list.tsx'
import type { AskedAtSwitch } from './at-switch.tsx'
import { itemHash } from './packages-routes.ts'
import type { PackageLabels } from '../../../src-main/contract/package-rule-words.ts'
import { texts } from './texts.ts'

/** What both lists of the page show beside what they compare. */
export interface ShownBeside {
  readonly labels: PackageLabels
  readonly item: string | undefined
  readonly rules: Pick<AskedCall<PackageRules>, 'value' | 'put'>
  readonly atSwitch: AskedAtSwitch
}

interface ComparedListProps<D extends string, T extends { readonly difference: D }> extends Pick<
  SearchedListProps<T>,
  'keyOf' | 'nameOf' | 'textOf' | 'item' | 'row' | 'children'
> {
  readonly words: Omit<SearchedListProps<T>['words'], 'none'>
  readonly all: readonly T[]
  readonly differences: readonly D[]
  readonly titleOf: (difference: D) => string
}

/** What is on both laptops, by how it differs; who comes by an address sees what it names. */
export function ComparedList<D extends string, T extends { readonly difference: D }>(props: ComparedListProps<D, T>) {
  const { words, all, differences, titleOf, keyOf, item } = props
  const differing = all.filter(({ difference }) => difference !== 'same')
  const isSame = all.some((one) => one.difference === 'same' && keyOf(one) === item)
  const [isAll, setAll] = useState(differing.length === 0 || isSame)
  const shown = isAll ? all : differing
  const groups = differences.map((difference) => ({
    title: titleOf(difference),
    items: shown.filter((one) => one.difference === difference),
  }))
  const filter = (
    <Segmented
      name={texts.shown}
      wide
      segments={[
        { id: 'different', label: texts.different(differing.length) },
        { id: 'all', label: texts.all(all.length) },
      ]}
      value={isAll ? 'all' : 'different'}
      onChange={(id) => setAll(id === 'all')}
    />
  )
  const own = { groups, filter, icon: Package, onSelect: (key: string) => goTo(itemHash(key)) }
  return <SearchedList {...props} {...own} words={{ ...words, none: texts.none }} />
}
