import { etcPathOf, keyOfEtcRule, type EtcRule } from '../../../src-main/contract/etc-calls.ts'
import type { HomeExclusions } from '../../../src-main/contract/home-calls.ts'
import type { ContainerRule } from '../../../src-main/contract/container-rule.ts'
import type { PackageRule } from '../../../src-main/contract/package-rule.ts'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import type { Keeps } from '../../../src-main/contract/kept-calls.ts'
import type { PageEntry } from '../../../src-main/contract/page-calls.ts'
import { formatUnit } from '../../../src-main/kernel/format-unit.ts'
import { pageHash, routeHash } from '../../router/route.ts'
import { texts } from './texts.ts'

type HomeRule = HomeExclusions['rules'][number]

/** A rule of any kind. */
export type AnyRule =
  | { readonly kind: 'etc'; readonly rule: EtcRule }
  | { readonly kind: 'home'; readonly rule: HomeRule }
  | { readonly kind: 'package'; readonly rule: PackageRule }
  | { readonly kind: 'container'; readonly rule: ContainerRule }
  | { readonly kind: 'kept'; readonly of: Keeps; readonly name: string }

interface Lists {
  readonly etc: Output<(typeof calls)['etcList']>
  readonly home: HomeExclusions
  readonly packages: Output<(typeof calls)['packagesRules']>
  readonly containers: Output<(typeof calls)['containersRules']>
  readonly kept: Output<(typeof calls)['keptList']>
}

/** As far as they are known. */
export function rulesOf({
  etc,
  home,
  packages,
  containers,
  kept,
}: { readonly [K in keyof Lists]: Lists[K] | undefined }) {
  return [
    ...(etc?.rules ?? []).map((rule) => ({ kind: 'etc', rule }) as const),
    ...(home?.rules ?? []).map((rule) => ({ kind: 'home', rule }) as const),
    ...(packages?.rules ?? []).map((rule) => ({ kind: 'package', rule }) as const),
    ...(containers?.rules ?? []).map((rule) => ({ kind: 'container', rule }) as const),
    ...keptRulesOf(kept?.kinds ?? []),
  ]
}

export function keptRulesOf(kinds: Lists['kept']['kinds']) {
  return kinds.flatMap((of) => of.names.map((name) => ({ kind: 'kept', of, name }) as const))
}

/** Where a rule is shown and taken back. `declared`: pages of capabilities, which say of what they have the rules. */
export function ruleHash(rule: AnyRule, declared: readonly PageEntry[]): string {
  const key = keyOfRule(rule)
  if (rule.kind === 'etc' || rule.kind === 'home') return pageHash(rule.kind, key)
  if (rule.kind === 'package') return pageHash('packages', key)
  const about = rule.kind === 'kept' ? rule.of.kind : rule.kind
  const page = declared.find(({ rulesFor = [] }) => rulesFor.includes(about))
  return declaredRuleHash(page?.id ?? '', key)
}

/** On the page of a capability: all of them, or one. */
export function declaredRuleHash(page: string, ...key: readonly string[]): string {
  return routeHash({ kind: 'shell', page: 'page', item: page, rest: ['rules', ...key] })
}

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
      return keyOfEtcRule(rule.rule)
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
    // What the person chose, its decision says; the same sentence in every row says nothing.
    case 'etc':
      return rule.rule.line === undefined ? rule.rule.reason : texts.ownLine(rule.rule.line)
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
