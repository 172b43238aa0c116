/** The packages of both laptops, in lines of text. */
import type { ComparedPackage, PackageDifference } from '../../../contract/packages-calls.ts'
import {
  otherDifferences,
  type ComparedOther,
  type ComparedSetting,
  type OtherKind,
} from '../../../contract/packages-others.ts'
import {
  inHome,
  isApart,
  otherDifferenceWords,
  otherLine,
  otherName,
  otherTitles,
  partTitle,
  settingLines,
  sidesInLines,
} from '../../../contract/packages-others-words.ts'
import { countOf } from '../../../kernel/units.ts'
import { tableLines } from '../fit-lines.ts'

interface Labels {
  readonly here: string
  readonly there: string
}

const headings: Readonly<Record<Exclude<PackageDifference, 'same'>, (labels: Labels) => string>> = {
  'only-here': ({ here }) => `Only on ${here}`,
  'only-there': ({ there }) => `Only on ${there}`,
  'newer-here': ({ here }) => `Newer on ${here}`,
  'older-here': ({ there }) => `Newer on ${there}`,
  marks: () => 'Held, or installed by hand, on one of them only',
}

export function headingOf(difference: Exclude<PackageDifference, 'same'>, count: number, labels: Labels): string {
  return `${headings[difference](labels)} (${count})`
}

export const sameHeading = (count: number): string => `The same on both (${count})`

const managers = { flatpak: 'Flatpak', snap: 'snap' } as const

const apartWords = { own: 'needed by pc-switcher', hardware: 'hardware', snap: 'installs a snap' } as const

/** A line for each. */
export function packageLines(packages: readonly ComparedPackage[]): readonly string[] {
  return tableLines(packages.map(packageCells))
}

function packageCells(one: ComparedPackage): readonly string[] {
  const { manager, name, scope, here, there, apart, summary } = one
  const both = (value: (of: NonNullable<ComparedPackage['here']>) => string | undefined): string =>
    [...new Set([here, there].flatMap((of) => (of === undefined ? [] : (value(of) ?? []))))].join(' / ')
  const [version, origin] = [both((of) => of.version), both((of) => of.origin)]
  const notes = [
    ...(manager === 'apt' ? [] : [managers[manager]]),
    ...(scope === 'person' ? [inHome] : []),
    ...(origin === '' ? [] : [`from ${origin}`]),
    ...(here?.auto === false || there?.auto === false ? [] : ['came with others']),
    ...(here?.held === true || there?.held === true ? ['held'] : []),
    ...(apart === undefined ? [] : [apartWords[apart]]),
  ]
  const tail = [...notes, ...(summary === '' ? [] : [summary])].join(', ')
  return [`  ${name}`, version, tail]
}

/** Those of one kind, by what differs: nothing where there is none. */
export function otherLines(kind: OtherKind, others: readonly ComparedOther[], labels: Labels): readonly string[] {
  return otherDifferences.flatMap((difference) => {
    const list = others.filter((one) => one.kind === kind && one.difference === difference)
    if (list.length === 0) return []
    const heads = tableLines(list.map((one) => [`  ${otherName(one)}`, otherLine(one, labels)]))
    return [
      `${otherTitles[kind]}: ${otherDifferenceWords(difference, labels)} (${list.length})`,
      ...list.flatMap((one, at) => [heads[at] ?? '', ...detailLines(one, labels)]),
    ]
  })
}

/** What each laptop has, where they differ. */
function detailLines(one: ComparedOther, labels: Labels): readonly string[] {
  if (one.kind === 'setting') return settingDetails(one, labels)
  if (one.kind !== 'source') return []
  return one.parts.filter(isApart).map((part) => `      ${partTitle(part)}: ${sidesInLines(part, labels).join('. ')}`)
}

function settingDetails({ topic, difference, here, there }: ComparedSetting, labels: Labels): readonly string[] {
  const linesOf = (label: string, value: typeof here) =>
    settingLines(topic, value).map((line) => `      ${label}${line}`)
  if (difference === 'different') return [...linesOf(`${labels.here}: `, here), ...linesOf(`${labels.there}: `, there)]
  const value = here ?? there
  return value?.kind === 'set' ? [] : linesOf('', value)
}

/** Said once where both laptops have the same; nothing where nobody asked. */
export function offerLines(
  offered: { readonly here: readonly string[]; readonly there: readonly string[] } | undefined,
  { here, there }: Labels,
): readonly string[] {
  if (offered === undefined) return []
  const listed = (sources: readonly string[]) => (sources.length === 0 ? 'no package source' : sources.join(', '))
  const [one, other] = [listed(offered.here), listed(offered.there)]
  if (one === other) return [`      offered by ${one}`]
  return [`      offered on ${here} by ${one}`, `      offered on ${there} by ${other}`]
}

export function summaryOf(differing: number, same: number, { here, there }: Labels): string {
  if (differing === 0) return `${here} and ${there} have the same ${countOf(same, 'package')}.`
  return `${countOf(differing, 'package')} of ${here} and ${there} differ, ${same} are the same.`
}

export const noneFound = (search: string): string => `Nothing has "${search}" in its name or description.`
