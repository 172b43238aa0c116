/** Which rule decides about one path, as a scan of this moment would have it. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import type { Exclusion } from '../../../../commons/home-exclusions/exclusion.ts'
import type { Output } from '../../../../contract/define.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { statInside } from '../../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { createDecider, type ExclusionDecision, type LiteralExclusion } from '../../exclusions/exclusion-matcher.ts'
import { isAtOrBelow, keyOfPath } from '../../inventory/inventory-entry.ts'
import type { explainPath as verb } from '../../rule-verbs.ts'
import { deleteFrozen, freezeHome, isInPlaceholder, type FrozenHome } from './freeze-home.ts'
import { makeFolder, scanFolder } from './home-folders.ts'
import { storeOf } from './find-stores.ts'
import { isLockLinkIn } from './raw-records.ts'
import { findExcluded, storesIn, type ScanRequest } from './scan-home.ts'

type Explained = Output<typeof verb>
type Decided = Omit<Explained, 'isThere'>

/** Looks into a frozen tree like a scan, because the person, whose home it is, could exchange folders meanwhile. */
export async function explainPath(
  request: Omit<ScanRequest, 'before'>,
  asked: BytePath,
  options: RunOptions,
): Promise<Explained> {
  const { places, rules, own, exceptions } = request
  const folder = makeFolder(scanFolder(places.stateFolder, randomUUID()))
  try {
    const frozen = await freezeHome(places, folder, options)
    const store = storeOf(storesIn(places, frozen), asked)
    const found = [
      ...(await findExcluded({ places, frozen, rules, own }, options)),
      ...(store === undefined ? [] : [{ path: store, kind: 'store' as const }]),
    ]
    const told = toldDecision(createDecider(rules, [...found, ...exceptions], own)(keyOfPath(asked)))
    return { isThere: statInside(frozen.root, asked) !== undefined, ...withFound(told, frozen, asked) }
  } finally {
    await deleteFrozen(folder, {})
    rmSync(folder, { recursive: true, force: true })
  }
}

function withFound(told: Decided, { root, readOnly: closed }: FrozenHome, asked: BytePath): Decided {
  if (told.isLeftOut) return told
  if (isLockLinkIn(root, asked)) return leftOutAs('lock')
  if (isInPlaceholder(root, asked)) return leftOutAs('subvolume')
  const readOnly = closed.findLast((one) => isAtOrBelow(keyOfPath(asked), keyOfPath(one)))
  return readOnly === undefined ? told : { ...told, readOnly }
}

function leftOutAs(kind: LiteralExclusion['kind']): Decided {
  return { isLeftOut: true, isOnTheWay: false, rule: { source: 'found', kind } }
}

function toldDecision(decision: ExclusionDecision): Decided {
  if (decision.by === 'never') {
    const { kind, pattern } = decision
    const rule = pattern === undefined ? ({ source: 'found', kind } as const) : builtIn({ kind, pattern })
    return { isLeftOut: true, isOnTheWay: false, rule }
  }
  const { isLeftOut, isOnTheWay, rule } = decision
  if (rule === undefined) return { isLeftOut, isOnTheWay }
  return { isLeftOut, isOnTheWay, rule: 'kind' in rule ? builtIn(rule) : { source: 'person', ...rule } }
}

function builtIn({ kind, pattern }: Exclusion) {
  return { source: 'built-in', kind, pattern } as const
}
