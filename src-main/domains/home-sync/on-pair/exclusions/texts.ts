/** What is said of the rules of a person about their home. */
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusion.ts'
import { exclusionTitles } from '../../../../commons/home-exclusions/texts.ts'
import { pathProblems } from '../../../../commons/rule-lines/texts.ts'
import type { ErrorText } from '../../../../kernel/app-error.ts'
import { countOf } from '../../../../kernel/units.ts'
import type { PatternProblem } from '../../exclusions/person-rule.ts'

/** Why a pattern cannot be a rule. */
export const patternProblems: Readonly<Record<PatternProblem, string>> = {
  ...pathProblems,
  noSlash: 'Begin the path with "/", which stands for your home folder. Only a single name can stand without it.',
  whole: 'A rule for the whole home folder would copy nothing.',
  wildcard:
    'Of the wildcards only "*" is supported, for any characters within one name. If the name itself contains * ? [ ] { } or \\, put "\\" before it.',
  includeName: 'Begin the path after "!" with "/", which stands for your home folder.',
  includeWildcard: 'After "!", only the last name of the path can contain "*".',
  systemState: 'Both laptops need ~/system-state: your rules are in it.',
}

export const neverCopied = (kind: ExclusionKind): string => `${exclusionTitles[kind]} are never copied.`

export const invalidLines = (
  lines: readonly { readonly line: number; readonly text: string; readonly why: string }[],
) => ({
  title: `${countOf(lines.length, 'line')} of ~/system-state/home.stignore ${lines.length === 1 ? 'is' : 'are'} not a valid rule`,
  text: `${lines.map(({ line, text, why }) => `Line ${line}, "${text}": ${why}`).join(' ')} Correct the file, then plan again.`,
})

/** The beginning of a new file of rules. */
export const rulesHeader = [
  '# What of your home pc-switcher does not copy to the other laptop.',
  '# /path    is not copied, and is removed nowhere; of a folder, all that is in it. "/" stands for your home folder',
  '# *.iso    a name alone is not copied wherever it is in your home',
  '# !/path   is copied again: of what another line, or a built-in rule for caches, leaves out',
  '# ~developer-caches    what pip, npm, cargo and other tools of developers have fetched or built is not copied',
  '# !~bob    the home of the account bob is copied too; those of other accounts are not',
  '# The longer path wins, and a line without * over one with it. * is any characters of one name; \\ before * ? [ ] { } \\',
] as const

export const notInHome = (path: string, home: string): ErrorText => ({
  message: `${path} is not in your home folder.`,
  hint: `Rules are about files below ${home}.`,
})

export const onlyWhole = (account: string, home: string): ErrorText => ({
  message: `${home} is the home of another account.`,
  hint: `It is copied as a whole or not at all: pc-switcher home include ${home} adds ${account}.`,
})

/** `why`: a sentence that says why no rule can mean it. */
export const refusedRule = (what: string, why: string): ErrorText => ({
  message: `A rule for ${what} is not possible.`,
  hint: why,
})

/** Of the commit in ~/system-state. */
export const commitSubject = (what: string): string => `Home: ${what}`

/** Why something is, or is not, on the other laptop. */
export const why = {
  searched: 'your home folder',
  it: 'It',
  options: [
    { id: 'include', label: 'Copy' },
    { id: 'exclude', label: "Don't copy" },
  ],
  /** Undefined: nobody can change it. */
  place: (of: { readonly shown: string; readonly isCopied: boolean } | undefined) => ({
    label: 'Show in Home',
    page: 'home',
    ...(of === undefined
      ? {}
      : { atTerminal: `To change it: pc-switcher home ${of.isCopied ? 'exclude' : 'include'} ${of.shown}` }),
  }),
} as const
