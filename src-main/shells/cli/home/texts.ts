/** What the commands about the home folder print. */
import type { Beforehand } from '../../../contract/beforehand-calls.ts'
import type { HomeExclusions, HomeExplanation } from '../../../contract/home-calls.ts'
import { explanationLines, nothingAt } from '../../../contract/home-words.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { countOf, formatBytes } from '../../../kernel/units.ts'
import { tableLines } from '../fit-lines.ts'
import { localTime } from '../local-time.ts'

export function exclusionLines({ file, rules, invalid, builtIn, homes }: HomeExclusions): readonly string[] {
  return [
    `Your own, in ${file}:`,
    ...(rules.length === 0 ? ['  none'] : []),
    ...tableLines(rules.map(({ pattern, decision, line }) => [`  ${decision}`, pattern, `line ${line}`])),
    ...invalid.map(({ line, text, why }) => `  ! line ${line} is not a valid rule: ${text}. ${why}`),
    ...builtIn.flatMap((one) => [
      '',
      `${one.title} (${builtInWords(one)}):`,
      ...one.patterns.map((pattern) => (pattern.startsWith('**/') ? `  ${pattern}` : `  ~/${pattern}`)),
    ]),
    ...(homes.length === 0 ? [] : ['', 'Homes of other accounts:', ...tableLines(homes.map(homeCells))]),
  ]
}

function builtInWords({ canBeIncluded, isCopied, line }: HomeExclusions['builtIn'][number]): string {
  if (isCopied === undefined)
    return canBeIncluded ? 'built in; a rule of yours can include them' : 'built in, never copied'
  if (line === undefined) return 'copied; a rule of yours can leave them out'
  const other = (verb: string): string => `pc-switcher home ${verb} --pattern "${line}"`
  return isCopied ? `copied; to leave all out: ${other('exclude')}` : `not copied; to copy them: ${other('include')}`
}

function homeCells({ account, home, isAdded }: HomeExclusions['homes'][number]): readonly string[] {
  if (home === undefined) return [`  ~${account}`, 'to be copied, but not on this laptop']
  return [`  ${home}`, isAdded ? 'copied too' : `not copied. To copy it too: pc-switcher home include ${home}`]
}

/** How far fetching beforehand is, as long as it is on. */
export function beforehandStatus({ enabled, now, fetched }: Beforehand): readonly string[] {
  if (!enabled) return []
  const done =
    fetched === undefined
      ? []
      : [
          fetched.files === 0
            ? `${fetched.laptop} had everything ${localTime(fetched.at)}.`
            : `Fetched beforehand ${localTime(fetched.at)}: ${formatBytes(fetched.bytes)} in ${countOf(fetched.files, 'file')} are on ${fetched.laptop} already.`,
        ]
  switch (now.kind) {
    case 'ready':
      return done.length === 0 ? ['Fetching beforehand starts within a few minutes.'] : done
    case 'fetching':
      return [...done, 'Fetching beforehand now.']
    case 'waiting':
      return [...done, `Fetching beforehand waits: ${now.sentence}`]
    default:
      return assertNever(now)
  }
}

export function beforehandLines(beforehand: Beforehand): readonly string[] {
  return beforehand.enabled
    ? ['Fetching beforehand is on.', ...beforehandStatus(beforehand)]
    : ['Fetching beforehand is off. To turn it on: pc-switcher home beforehand on']
}

interface Decided {
  readonly changed: boolean
  readonly explanation: HomeExplanation
}

export function decidedLines({ changed, explanation }: Decided, decision: 'exclude' | 'include'): readonly string[] {
  const { path, verdict } = explanation
  if (!changed || (decision === 'include' && verdict === 'left-out')) return explanationLines(explanation, true)
  if (decision === 'include') return [`${path} will be copied by the next switch.`]
  return [
    `${path} will no longer be copied. It stays on both laptops as it is.`,
    ...(explanation.exists ? [] : [nothingAt(path)]),
    ...(verdict === 'way' ? ['What you included in it is still copied.'] : []),
  ]
}

export function patternDecidedLine(pattern: string, decision: 'exclude' | 'include', changed: boolean): string {
  if (!changed) return `There is such a rule already: ${pattern}`
  return decision === 'exclude'
    ? `${pattern} will no longer be copied.`
    : `${pattern} will be copied by the next switch.`
}
