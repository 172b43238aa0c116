/** What is said of why a package, an app, a service or a source is, or is not, on the other laptop. */
import {
  byRuleWords,
  leftAloneWords,
  packageDifferenceWords,
  type PackageLabels,
} from '../../../../contract/package-rule-words.ts'
import type { RulesFor } from '../../../../contract/package-rules-for.ts'
import type { ComparedPackage, PackageDifference } from '../../../../contract/packages-calls.ts'
import type { ComparedOther } from '../../../../contract/packages-others.ts'
import { otherDifferenceWords, otherLine, otherName } from '../../../../contract/packages-others-words.ts'
import { whereWords } from '../../../../contract/why-words.ts'
import type { ErrorText } from '../../../../kernel/app-error.ts'

export const searched = 'programs'

type Told = { readonly title: string; readonly lines: string[] }

const managers = { apt: '', flatpak: ' (Flatpak)', snap: ' (snap)' } as const

/** Of one that no rule names. */
const usual: Readonly<Record<PackageDifference, (labels: PackageLabels) => string>> = {
  'only-here': ({ here, there }) => `No rule names it. A switch from ${here} installs it on ${there}.`,
  'only-there': ({ here, there }) => `No rule names it. A switch from ${there} installs it on ${here}.`,
  'newer-here': () => 'No rule names it. A switch brings the newer version.',
  'older-here': () => 'No rule names it. A switch brings the newer version.',
  marks: () => 'No rule names it.',
  same: () => 'A switch has nothing to do.',
}

export function packageTold(one: ComparedPackage, found: RulesFor, labels: PackageLabels): Told {
  const { manager, name, difference, scope, apart, here, there } = one
  const where = { labels, here: difference !== 'only-there', there: difference !== 'only-here' }
  const versions =
    here === undefined || there === undefined || here.version === there.version
      ? []
      : [
          `${packageDifferenceWords(difference, labels)}: ${labels.here} ${here.version}, ${labels.there} ${there.version}.`,
        ]
  const rule = found.own ?? found.pattern
  const why =
    scope === 'person'
      ? 'It is copied with your home folder, unless a rule leaves it out.'
      : rule !== undefined
        ? `${byRuleWords(rule)}.`
        : apart !== undefined
          ? leftAloneWords(one)
          : usual[difference](labels)
  return { title: whereWords(`${name}${managers[manager]}`, where), lines: [...versions, why] }
}

interface OtherTold {
  /** Whether there can be a rule about it. */
  readonly canDecide: boolean
  readonly labels: PackageLabels
}

export function otherTold(one: ComparedOther, { own, pattern }: RulesFor, { canDecide, labels }: OtherTold): Told {
  const rule = own ?? pattern
  const difference = otherDifferenceWords(one.difference, labels)
  const why =
    rule !== undefined
      ? `${byRuleWords(rule)}.`
      : canDecide
        ? 'No rule names it.'
        : 'A switch changes nothing about it.'
  const where = { labels, here: one.difference !== 'only-there', there: one.difference !== 'only-here' }
  return { title: whereWords(otherName(one), where), lines: [`${difference}: ${otherLine(one, labels)}.`, why] }
}

/** `name`: undefined where nobody can change it. */
export const place = (item: string, name: string | undefined) => ({
  label: 'Show in Programs',
  page: 'packages',
  item,
  ...(name === undefined ? {} : { atTerminal: `To change it: pc-switcher packages rule ${name} apart, both or never` }),
})

export const gone = (name: string): ErrorText => ({
  message: `${name} is on neither laptop any more.`,
  hint: 'Search for it again.',
})
