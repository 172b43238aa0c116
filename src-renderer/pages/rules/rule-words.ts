import { type EtcRule, etcPathOf } from '../../../src-main/contract/etc-calls.ts'
import type { HomeExclusions } from '../../../src-main/contract/home-calls.ts'
import type { ContainerRule } from '../../../src-main/contract/container-rule.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { Keeps } from '../../../src-main/contract/kept-calls.ts'
import { formatUnit } from '../../../src-main/kernel/format-unit.ts'
import { texts } from './texts.ts'

type HomeRule = HomeExclusions['rules'][number]

/** A rule of any kind. */
export type AnyRule =
  | { readonly kind: 'etc'; readonly rule: EtcRule }
  | { readonly kind: 'home'; readonly rule: HomeRule }
  | { readonly kind: 'package'; readonly rule: PackageRule }
  | { readonly kind: 'container'; readonly rule: ContainerRule }
  | { readonly kind: 'kept'; readonly of: Keeps; readonly name: string }

/** As a person knows it: the whole path of a file. */
export function nameOfRule(rule: AnyRule): string {
  switch (rule.kind) {
    case 'etc':
      return etcPathOf(rule.rule.pattern)
    case 'home':
      return rule.rule.pattern.startsWith('/') ? `~${rule.rule.pattern}` : rule.rule.pattern
    case 'package':
      return rule.rule.kind === 'user-unit' ? formatUnit({ unit: rule.rule.name, scope: 'users' }) : rule.rule.name
    case 'container':
      return rule.rule.name
    case 'kept':
      return rule.name
  }
}

export function keyOfRule(rule: AnyRule): string {
  switch (rule.kind) {
    case 'etc':
      return `${rule.rule.origin}:${rule.rule.pattern}:${rule.rule.line ?? ''}`
    case 'home':
      return `home:${rule.rule.pattern}`
    case 'package':
      return `package:${rule.rule.kind}:${rule.rule.name}`
    case 'container':
      return `container:${rule.rule.engine ?? ''}:${rule.rule.kind}:${rule.rule.name}`
    case 'kept':
      return `${rule.of.kind}:${rule.name}`
  }
}

export function reasonOfRule(rule: AnyRule): string {
  switch (rule.kind) {
    case 'etc':
      return rule.rule.reason
    case 'home':
      return texts.homeReasons[rule.rule.decision]
    case 'package':
      return texts.packageReason(rule.rule)
    case 'container':
      return texts.containerReason(rule.rule)
    case 'kept':
      return texts.keptReason(rule.of.what)
  }
}

/** In a word or two. */
export function decisionOfRule(rule: AnyRule): string {
  switch (rule.kind) {
    case 'etc':
      return texts.decisions[rule.rule.decision]
    case 'home':
      return texts.homeDecisions[rule.rule.decision]
    case 'package':
      return texts.packageDecisions[rule.rule.decision]
    case 'container':
      return texts.packageDecisions[rule.rule.decision]
    case 'kept':
      return texts.leftAlone
  }
}

export function isBuiltIn(rule: AnyRule): boolean {
  return rule.kind === 'etc' && rule.rule.origin === 'built-in'
}
