/**
 * What the rules of a person say of a path in their home, together with the caches, which these rules may include. The
 * rule that names more of the path decides; of those that name as much, one from the home folder on before a name alone,
 * then one without `*`, then "include", and any of them before a cache.
 */
import { developerCaches } from '../../../commons/home-exclusions/developer-caches.ts'
import { mayBeIncluded, type Exclusion } from '../../../commons/home-exclusions/exclusion.ts'
import { exclusionsInHome } from '../../../commons/home-exclusions/exclusions.ts'
import { workInCaches } from '../../../commons/home-exclusions/work-in-caches.ts'
import { distinct } from '../../../kernel/distinct.ts'
import { isAtOrBelow } from '../inventory/inventory-entry.ts'
import {
  isDeveloperRule,
  nameExpression,
  nameText,
  patternOf,
  systemStateName,
  type NamePattern,
  type OwnRules,
  type PersonHomeRule,
} from './person-rule.ts'

export interface OwnDecision {
  /** The one that decides; undefined when none says anything. */
  readonly rule: PersonHomeRule | Exclusion | undefined
  readonly isLeftOut: boolean
  /** A folder that would be left out, but leads to what is included. */
  readonly isOnTheWay: boolean
}

interface Ranked {
  readonly rule: PersonHomeRule | Exclusion
  readonly isLeftOut: boolean
  readonly rank: number
}

interface Node {
  readonly literals: Map<string, Node>
  readonly wildcards: { readonly matches: RegExp; readonly node: Node }[]
  ranked: Ranked | undefined
}

/** After some names of a path. */
interface State {
  readonly active: readonly Node[]
  readonly decided: Ranked | undefined
}

const separator = '\u0001'
const undecided: OwnDecision = { rule: undefined, isLeftOut: false, isOnTheWay: false }

/** Takes keys below the home folder. It is quick where those of one folder follow each other. */
export function createOwnDecider({ rules }: Pick<OwnRules, 'rules'>): (key: string) => OwnDecision {
  const root = newNode()
  const anywhere: { readonly matches: RegExp; readonly ranked: Ranked }[] = []
  const isDeveloperLeftOut = rules.some(isDeveloperRule)
  const builtIn = [
    ...exclusionsInHome.filter(({ kind }) => mayBeIncluded(kind)).map((rule) => ({ rule, isLeftOut: true })),
    ...developerCaches.map((rule) => ({ rule, isLeftOut: isDeveloperLeftOut })),
    ...workInCaches.map((rule) => ({ rule, isLeftOut: false })),
  ]
  for (const one of builtIn) put(root, namesOf(one.rule), { ...one, rank: 0 })
  for (const rule of rules) {
    const { isAnchored, names } = patternOf(rule)
    const ranked = { rule, isLeftOut: rule.decision === 'exclude', rank: rankOf(rule, isAnchored, names) }
    if (isAnchored) put(root, names, ranked)
    else for (const name of names) anywhere.push({ matches: nameExpression(name), ranked })
  }
  const included = [
    ...builtIn.filter(({ isLeftOut }) => !isLeftOut).map(({ rule }) => namesOf(rule)),
    ...rules.filter(({ decision }) => decision === 'include').map((rule) => patternOf(rule).names),
  ]
  const isOnWay = waysTo(included)
  const after = (around: State, name: string): State => {
    const active = childrenOf(around.active, name)
    let strongest: Ranked | undefined
    for (const { ranked } of active) if (isStronger(ranked, strongest)) strongest = ranked
    for (const { matches, ranked } of anywhere) {
      if (isStronger(ranked, strongest) && matches.test(name)) strongest = ranked
    }
    return { active, decided: strongest ?? around.decided }
  }
  const top: State = { active: [root], decided: undefined }
  const stateOf = (key: string): State => {
    const end = key.lastIndexOf(separator)
    return end === -1 ? after(top, key) : after(stateAround(key.slice(0, end)), key.slice(end + 1))
  }
  let known: { readonly folder: string; readonly state: State } | undefined
  const stateAround = (folder: string): State => {
    if (known?.folder !== folder) known = { folder, state: stateOf(folder) }
    return known.state
  }
  return (key) => {
    if (isAtOrBelow(key, systemStateName)) return undecided
    const { decided } = stateOf(key)
    if (decided === undefined) return undecided
    const isOnTheWay = decided.isLeftOut && isOnWay(key)
    return { rule: decided.rule, isLeftOut: decided.isLeftOut && !isOnTheWay, isOnTheWay }
  }
}

function isStronger(one: Ranked | undefined, other: Ranked | undefined): boolean {
  return one !== undefined && (other === undefined || one.rank > other.rank)
}

function namesOf({ pattern }: Exclusion): readonly NamePattern[] {
  return pattern.split('/').map((name) => name.split('*'))
}

/** Whether a key is of a folder around something that is included: by the person, or as a part of a cache. */
function waysTo(included: readonly (readonly NamePattern[])[]): (key: string) => boolean {
  const around = included.flatMap((names) => names.slice(0, -1).map((_name, index) => names.slice(0, index + 1)))
  const isPlain = (names: readonly NamePattern[]): boolean => names.every((name) => name.length === 1)
  const plain = new Set(around.filter(isPlain).map((names) => names.map((name) => name.join('')).join(separator)))
  const texts = around.filter((names) => !isPlain(names)).map((names) => names.map(nameText).join(separator))
  const wild = new RegExp(`^(?:${distinct(texts).join('|')})$`)
  return (key) => plain.has(key) || wild.test(key)
}

function rankOf({ decision }: PersonHomeRule, isAnchored: boolean, names: readonly NamePattern[]): number {
  const isPlain = names.every((name) => name.length === 1)
  if (!isAnchored) return isPlain ? 2 : 1
  if (isPlain) return 5
  return decision === 'include' ? 4 : 3
}

function newNode(): Node {
  return { literals: new Map(), wildcards: [], ranked: undefined }
}

function put(root: Node, names: readonly NamePattern[], ranked: Ranked): void {
  let node = root
  for (const name of names) {
    const [literal = ''] = name
    const child = name.length === 1 ? (node.literals.get(literal) ?? newNode()) : newNode()
    if (name.length === 1) node.literals.set(literal, child)
    else node.wildcards.push({ matches: nameExpression(name), node: child })
    node = child
  }
  if (node.ranked === undefined || node.ranked.rank < ranked.rank) node.ranked = ranked
}

const none: readonly Node[] = []

function childrenOf(active: readonly Node[], name: string): readonly Node[] {
  if (active.length === 0) return none
  const children: Node[] = []
  for (const { literals, wildcards } of active) {
    const literal = literals.get(name)
    if (literal !== undefined) children.push(literal)
    for (const { matches, node } of wildcards) if (matches.test(name)) children.push(node)
  }
  return children
}
