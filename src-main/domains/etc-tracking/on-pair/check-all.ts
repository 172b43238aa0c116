/** All of /etc that the rules are about, as it is on both laptops now; outside a switch. */
import type { FullCheck } from '../../../commons/capability/app-capability.ts'
import type { RulesReader } from '../../../commons/system-state/on-pair/work-state.ts'
import { stepIds } from '../../../contract/step-ids.ts'
import type { DifferingItem, DiffersIn } from '../../../contract/verify-calls.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { Pair } from '../../../switch/step.ts'
import { decide, type EtcDecision } from '../decide.ts'
import { parseRules, rulesFile } from '../rules.ts'
import type { EtcEntry } from '../verbs.ts'
import { inspectBoth, isEqual, type EtcPath } from './compare-etc.ts'
import { isDecision } from './make-plan.ts'
import * as texts from './texts.ts'

export function createEtcCheck(state: RulesReader): FullCheck {
  return async (pair, last, { signal = new AbortController().signal, onProgress }) => {
    // It takes no time beside the others.
    onProgress?.({ done: 0, total: 0, unit: 'bytes' })
    const [text, inspection] = await Promise.all([state.readFile(rulesFile), inspectBoth(pair, { signal, anew: true })])
    const { never, paths } = inspection
    const rules = new Map(parseRules(text ?? '', never).map(({ path, decision }) => [path, decision]))
    const of = (wanted: EtcDecision) => paths.filter(({ path }) => decide(path, rules, never) === wanted)
    const chosen = last?.chosen(stepIds.etc) ?? new Set<string>()
    const tracked = of('always')
    const differing = tracked.filter((one) => !isEqual(one))
    const left = last?.left(stepIds.etc) ?? new Set<string>()
    const isChosen = (one: EtcPath): boolean => chosen.has(nameOf(one))
    const isLeft = (one: EtcPath): boolean => !isChosen(one) && left.has(nameOf(one))
    const ruledOut = of('never').filter((one) => !isEqual(one) && isDecision(one))
    // Nobody has said yet whether they are to be the same.
    const open = of('undecided').filter((one) => !isEqual(one) && isDecision(one))
    const list = (some: readonly EtcPath[]) => ({ count: some.length, items: some.map((one) => itemOf(one, pair)) })
    return {
      title: texts.stepTitle,
      compared: tracked.length,
      bytesRead: tracked.flatMap(({ from, to }) => [from, to]).reduce((sum, entry) => sum + bytesOf(entry), 0),
      differs: list(differing.filter((one) => !isChosen(one) && !isLeft(one))),
      asChosen: list([...differing.filter(isChosen), ...ruledOut]),
      notCompared: list([...differing.filter(isLeft), ...open]),
      leftOut: [],
      notes: open.length === 0 ? [] : [texts.withoutRule(open.length)],
    }
  }
}

function itemOf(one: EtcPath, pair: Pair): DifferingItem {
  const onlyOn = one.from === undefined ? pair.to.label : one.to === undefined ? pair.from.label : undefined
  return {
    path: nameOf(one),
    differsIn: [...differsIn(one)],
    ...(onlyOn === undefined ? {} : { onlyOn }),
  }
}

function differsIn({ from, to }: EtcPath): readonly DiffersIn[] {
  if (from === undefined || to === undefined) return ['missing']
  if (from.kind !== to.kind) return ['type']
  const differs: DiffersIn[] = []
  if (contentsOf(from) !== contentsOf(to)) differs.push(from.kind === 'link' ? 'target' : 'contents')
  if (modeOf(from) !== modeOf(to)) differs.push('mode')
  if (from.owner !== to.owner || from.group !== to.group) differs.push('owner')
  if (from.attributes !== to.attributes) differs.push('attributes')
  return differs
}

function contentsOf(entry: EtcEntry): string | undefined {
  return entry.kind === 'file' ? entry.sha256 : entry.kind === 'link' ? entry.target : undefined
}

function modeOf(entry: EtcEntry): string | undefined {
  return entry.kind === 'file' || entry.kind === 'folder' ? entry.mode : undefined
}

function bytesOf(entry: EtcEntry | undefined): number {
  return entry?.kind === 'file' ? entry.bytes : 0
}

function nameOf({ path }: EtcPath): string {
  return `/etc${textFromBytePath(path)}`
}
