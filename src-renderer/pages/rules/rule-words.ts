import type { EtcRule } from '../../../src-main/contract/calls.ts'
import { etcPathOf } from '../../../src-main/contract/etc-path.ts'
import type { KeptPackage } from '../../../src-main/contract/packages-calls.ts'
import { texts } from './texts.ts'

/** A rule of any kind. */
export type Rule =
  { readonly kind: 'etc'; readonly rule: EtcRule } | { readonly kind: 'package'; readonly one: KeptPackage }

/** Rules are written below /etc; a person knows the whole path. */
export function nameOfRule(rule: Rule): string {
  return rule.kind === 'etc' ? etcPathOf(rule.rule.pattern) : rule.one.name
}

export function keyOfRule(rule: Rule): string {
  if (rule.kind === 'package') return `package:${rule.one.name}:${rule.one.architecture}`
  const { origin, pattern, line } = rule.rule
  return `${origin}:${pattern}:${line ?? ''}`
}

export function reasonOfRule(rule: Rule): string {
  return rule.kind === 'etc' ? rule.rule.reason : texts.packageReason
}

export function isBuiltIn(rule: Rule): boolean {
  return rule.kind === 'etc' && rule.rule.origin === 'built-in'
}
