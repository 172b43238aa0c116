/** Where both versions of a file are to stay: the one that gives way gets a name that neither laptop has. */
import { besideName } from '../../../../commons/placing/beside-name.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import type { Differing } from '../compare/compare-homes.ts'
import type { Scanned, Scans } from '../compare/read-entries.ts'
import { findExisting } from '../../scan-verbs.ts'
import type { HomeLine } from '../../placing-lines.ts'

/** Of what is to be kept beside: what is no plain file on both any more. It stays as it is. */
export function noLongerFiles(differing: readonly Differing[], wanted: readonly BytePath[]): readonly BytePath[] {
  const isWanted = new Set(wanted.map(keyOfPath))
  const isFile = (shared: string | undefined): boolean => shared?.startsWith('f ') === true
  return differing.flatMap(({ key, from, to }) =>
    isWanted.has(key) && !(isFile(from) && isFile(to)) ? [pathOfKey(key)] : [],
  )
}

/** The same lines, with a name in those that replace what is `wanted` beside. */
export async function nameBeside(
  lines: readonly HomeLine[],
  wanted: readonly BytePath[],
  scans: Scans,
  options: CallOptions,
): Promise<readonly HomeLine[]> {
  const isWanted = new Set(wanted)
  const paths = lines.flatMap(({ path, action }) => (action !== 'remove' && isWanted.has(path) ? [path] : []))
  if (paths.length === 0) return lines
  const names = await freeNames(paths, scans, options)
  return lines.map((line) => {
    const beside = names.get(line.path)
    return beside === undefined ? line : { ...line, beside }
  })
}

/** By path. What comes to stand there after the scans is seen when the line is done. */
async function freeNames(
  paths: readonly BytePath[],
  { from, to }: Scans,
  options: CallOptions,
): Promise<ReadonlyMap<BytePath, BytePath>> {
  const names = new Map<BytePath, BytePath>()
  const taken = new Set<BytePath>()
  let open = paths
  for (let again = 1; open.length > 0; again += 1) {
    const asked = open.map((path) => {
      const [folder, name] = split(path)
      const beside = besideName(name, to.machine.label, again)
      return { path, beside, as: `${folder}${beside}` }
    })
    const both = await Promise.all([from, to].map((side) => existing(side, asked, options)))
    for (const path of both.flat()) taken.add(path)
    for (const { path, beside, as } of asked) {
      if (taken.has(as)) continue
      taken.add(as)
      names.set(path, beside)
    }
    open = open.filter((path) => !names.has(path))
  }
  return names
}

function split(path: BytePath): readonly [folder: BytePath, name: BytePath] {
  const end = path.lastIndexOf('/') + 1
  return [path.slice(0, end), path.slice(end)]
}

const askedAtOnce = 5_000

async function existing(
  { machine, scan }: Scanned,
  names: readonly { readonly as: BytePath }[],
  { signal }: CallOptions,
): Promise<readonly BytePath[]> {
  const found: BytePath[] = []
  for (let at = 0; at < names.length; at += askedAtOnce) {
    const paths = names.slice(at, at + askedAtOnce).map(({ as }) => as)
    found.push(...(await machine.call(findExisting, { scanId: scan.scanId, paths }, { signal })).paths)
  }
  return found
}
