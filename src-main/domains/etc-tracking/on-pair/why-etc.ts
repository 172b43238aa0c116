/** Why a file in /etc is, or is not, the same on the other laptop. */
import { randomUUID } from 'node:crypto'
import type { AppParts, Why } from '../../../commons/capability/app-capability.ts'
import { findOther } from '../../../commons/capability/find-other.ts'
import { etcPathOf, etcPatternFrom, keyOfEtcRule, type EtcRule } from '../../../contract/etc-calls.ts'
import type { WhyAnswer } from '../../../contract/why-calls.ts'
import { notKnownWords, whereWords, type Has } from '../../../contract/why-words.ts'
import { pathPattern } from '../../../kernel/path-pattern.ts'
import type { Machine } from '../../../machine/machine.ts'
import { isPackageSource } from '../decide.ts'
import { isInEtc } from './look-at-etc.ts'
import { why as words } from './texts.ts'

export function createEtcWhy(parts: AppParts): Why {
  const call = () => ({ callId: randomUUID() })
  return {
    searched: words.searched,
    ask: async (asked) => {
      const { rules } = await parts.calls().etcList({}, call())
      const isWhole = asked.startsWith('/etc/')
      const pattern = isWhole || !/^[/~]/.test(asked) ? etcPatternFrom(asked) : undefined
      if (pattern === undefined) return []
      // A part of a name is looked for among what a rule of the person's names.
      const ruled = isWhole ? [] : rules.filter((rule) => !isFixed(rule) && rule.pattern.includes(asked))
      const paths = [...new Set([pattern, ...ruled.map((rule) => rule.pattern)])]
      const found = await Promise.all(paths.map((path) => answerAbout(path, rules, parts)))
      return found
        .filter(({ name, isNowhere }) => isWhole || name !== pattern || !isNowhere)
        .map(({ answer }) => answer)
    },
    decide: (name, choice) =>
      parts.calls().etcDecide({ patterns: [name], decision: choice === 'always' ? 'always' : 'never' }, call()),
  }
}

const isFixed = ({ origin }: EtcRule): boolean => origin === 'built-in'

function isNamedBy(rule: EtcRule, path: string): boolean {
  return isFixed(rule) ? pathPattern(rule.pattern).test(path) : `${path}/`.startsWith(`${rule.pattern}/`)
}

interface Found {
  readonly name: string
  readonly isNowhere: boolean
  readonly answer: WhyAnswer
}

async function answerAbout(name: string, rules: readonly EtcRule[], parts: AppParts): Promise<Found> {
  const where = await whereIs(name, parts)
  // What is never copied, whatever a rule says; else the nearest one that names it, or a folder that it is in.
  const [rule] = rules
    .filter((one) => isNamedBy(one, name))
    .toSorted(
      (one, other) => Number(isFixed(other)) - Number(isFixed(one)) || other.pattern.length - one.pattern.length,
    )
  const canDecide = rule === undefined || !isFixed(rule)
  // A folder, and what nobody may look at: what is not known of either laptop is not worth a sentence.
  const notKnown = where.here === 'unknown' && where.there === 'unknown' ? undefined : notKnownWords(where)
  const told = rule === undefined ? words.noRule(isPackageSource(name)) : words.byRule(rule)
  const answer = {
    name,
    title: whereWords(etcPathOf(name), where),
    lines: [...told, ...(notKnown === undefined ? [] : [notKnown])],
    ...(canDecide
      ? { choice: { ...(rule === undefined ? {} : { value: rule.decision }), options: [...words.options] } }
      : {}),
    place: {
      ...words.place(canDecide ? etcPathOf(name) : undefined),
      ...(rule === undefined ? {} : { item: keyOfEtcRule(rule) }),
    },
  }
  return { name, isNowhere: where.here !== true && where.there !== true && rule === undefined, answer }
}

async function whereIs(pattern: string, parts: AppParts): Promise<Parameters<typeof whereWords>[1]> {
  const { own, other, labels } = await findOther(parts)
  const ask = async (machine: Machine): Promise<Has> => (await isInEtc(machine, pattern)).isThere ?? 'unknown'
  const [here, there] = await Promise.all([ask(own), other === undefined ? ('unknown' as const) : ask(other)])
  return { labels, here, there }
}
