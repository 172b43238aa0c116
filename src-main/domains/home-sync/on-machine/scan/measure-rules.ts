/** How much of the person's home each rule decides about, as a scan of this moment would have it. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusion.ts'
import type { Output } from '../../../../contract/define.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { createDecider, type ExclusionDecision } from '../../exclusions/exclusion-matcher.ts'
import { countedOf, isAtOrBelow, isLeftOut, keyOfPath, typeOf } from '../../inventory/inventory-entry.ts'
import type { measureRules as verb } from '../../rule-verbs.ts'
import { readRecords } from '../inventory/record-files.ts'
import { deleteFrozen, freezeHome } from './freeze-home.ts'
import { makeFolder, scanFolder } from './home-folders.ts'
import { whileScanning } from './make-room.ts'
import { listNames } from './list-names.ts'
import { entryOfRaw } from './raw-records.ts'
import type { ScanRequest } from './scan-home.ts'

type Measured = Output<typeof verb>

/** Like a scan in a frozen tree: there no program's mount can make it wait, and nothing moves meanwhile. */
export function measureRules(
  request: Pick<ScanRequest, 'places' | 'rules' | 'own'>,
  options: RunOptions,
): Promise<Measured> {
  return whileScanning(() => measureFrozen(request, options))
}

async function measureFrozen(
  { places, rules, own }: Pick<ScanRequest, 'places' | 'rules' | 'own'>,
  options: RunOptions,
): Promise<Measured> {
  const folder = makeFolder(scanFolder(places.stateFolder, randomUUID()))
  try {
    const frozen = await freezeHome(places, folder, options)
    const list = path.join(folder, 'names')
    await listNames({ frozen, isPruned: () => false, output: list, folder }, options)
    const home = keyOfPath(own.home)
    const decide = createDecider(rules, [], own)
    return await sumUp(list, (key) => (key !== home && isAtOrBelow(key, home) ? decide(key) : undefined))
  } finally {
    await deleteFrozen(folder, {})
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Sum {
  files: number
  bytes: number
}

/** What is not decided about is not counted. */
async function sumUp(list: string, decide: (key: string) => ExclusionDecision | undefined): Promise<Measured> {
  const rules = new Map<string, Sum>()
  const builtIn = new Map<ExclusionKind, Sum>()
  for await (const record of readRecords(list)) {
    const entry = entryOfRaw(record, new Map())
    if (typeof entry === 'string' || isLeftOut(entry) || typeOf(entry) === 'd') continue
    const decision = decide(entry.key)
    if (decision === undefined) continue
    const bytes = typeOf(entry) === 'f' ? countedOf(entry.shared).size : 0
    if (decision.by === 'never') add(builtIn, decision.kind, bytes)
    else if (decision.rule !== undefined && 'kind' in decision.rule) add(builtIn, decision.rule.kind, bytes)
    else if (decision.rule !== undefined) add(rules, decision.rule.pattern, bytes)
  }
  return {
    rules: [...rules].map(([pattern, sum]) => ({ pattern, ...sum })),
    builtIn: [...builtIn].map(([kind, sum]) => ({ kind, ...sum })),
  }
}

function add<N>(sums: Map<N, Sum>, name: N, bytes: number): void {
  const sum = sums.get(name) ?? { files: 0, bytes: 0 }
  sums.set(name, { files: sum.files + 1, bytes: sum.bytes + bytes })
}
