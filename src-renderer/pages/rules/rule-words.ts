import type { EtcRule } from '../../../src-main/contract/etc-calls.ts'
import { etcPathOf } from '../../../src-main/contract/etc-path.ts'
import type { HomeExclusions } from '../../../src-main/contract/home-calls.ts'
import type { Kept } from '../../../src-main/contract/rule.ts'
import { formatUnit } from '../../../src-main/kernel/format-unit.ts'
import { texts } from './texts.ts'

type HomeRule = HomeExclusions['rules'][number]

/** A rule of any kind. */
export type Rule =
  | { readonly kind: 'etc'; readonly rule: EtcRule }
  | { readonly kind: 'home'; readonly rule: HomeRule }
  | { readonly kind: 'kept'; readonly one: Kept }

/** As a person knows it: the whole path of a file. */
export function nameOfRule(rule: Rule): string {
  if (rule.kind === 'etc') return etcPathOf(rule.rule.pattern)
  if (rule.kind === 'home') return rule.rule.pattern.startsWith('/') ? `~${rule.rule.pattern}` : rule.rule.pattern
  return nameOfKept(rule.one)
}

function nameOfKept(one: Kept): string {
  switch (one.kind) {
    case 'package':
      return one.name
    case 'service':
      return formatUnit(one)
    case 'image':
      return one.file
  }
}

export function keyOfRule(rule: Rule): string {
  if (rule.kind === 'home') return `home:${rule.rule.pattern}`
  if (rule.kind === 'kept') {
    const { one } = rule
    return one.kind === 'package' ? `package:${one.name}:${one.architecture}` : `${one.kind}:${nameOfKept(one)}`
  }
  const { origin, pattern, line } = rule.rule
  return `${origin}:${pattern}:${line ?? ''}`
}

export function reasonOfRule(rule: Rule): string {
  if (rule.kind === 'kept') return texts.keptReasons[rule.one.kind]
  return rule.kind === 'etc' ? rule.rule.reason : texts.homeReasons[rule.rule.decision]
}

/** In a word or two. */
export function decisionOfRule(rule: Rule): string {
  if (rule.kind === 'kept') return texts.leftAlone
  return rule.kind === 'etc' ? texts.decisions[rule.rule.decision] : texts.homeDecisions[rule.rule.decision]
}

export function isBuiltIn(rule: Rule): boolean {
  return rule.kind === 'etc' && rule.rule.origin === 'built-in'
}
