/** How much of the person's home each rule decides about, as a scan of this moment would have it. */
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import path from 'node:path'
import type { ExclusionKind } from '../../../../commons/home-exclusions/exclusion.ts'
import type { Output } from '../../../../contract/define.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import { listTree } from '../../../../tools/find/find.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { createDecider, type ExclusionDecision } from '../../exclusions/exclusion-matcher.ts'
import { keyOfPath } from '../../inventory/inventory-entry.ts'
import type { measureRules as verb } from '../../rule-verbs.ts'
import { readRecords } from '../inventory/record-files.ts'
import { deleteFrozen, freezeHome } from './freeze-home.ts'
import { makeFolder, scanFolder } from './home-folders.ts'
import { whileScanning } from './make-room.ts'
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
    const list = path.join(folder, 'raw')
    await listTree({ root: path.join(frozen.root, textFromBytePath(own.home)), pruned: [], output: list }, options)
    const decide = createDecider(rules, [], own)
    return await sumUp(list, (below) => decide(keyOfPath(`${own.home}/${below}`)))
  } finally {
    await deleteFrozen(folder, {})
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Sum {
  files: number
  bytes: number
}

async function sumUp(list: string, decide: (path: string) => ExclusionDecision): Promise<Measured> {
  const rules = new Map<string, Sum>()
  const builtIn = new Map<ExclusionKind, Sum>()
  for await (const record of readRecords(list)) {
    const { name, type, bytes } = parseListed(record)
    if (type === 'd') continue
    const decision = decide(name)
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

/** PATH//CTIME INODE DEVICE LINKS TYPE MODE USER GROUP SIZE …, as `listTree` writes it. */
function parseListed(record: string) {
  const match = /^([^]*?)\/\/\S+ \d+ \d+ \d+ (\S) \d+ \S+ \S+ (\d+) /.exec(record)
  if (match === null) throw new Error(`find wrote an unreadable record: ${JSON.stringify(record.slice(0, 200))}`)
  const [, name = '', type = '', bytes = '0'] = match
  return { name, type, bytes: type === 'f' ? Number(bytes) : 0 }
}
