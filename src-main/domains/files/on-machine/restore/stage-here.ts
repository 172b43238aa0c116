/** Copies from a snapshot of this laptop into the staging folder: same paths, contents shared. */
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { bufferFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { copyTrees, copyTreesBytes } from '../../../../tools/files/cp.ts'
import type { FileFacts } from '../../../../tools/find/find-facts.ts'
import { readNocow, setNocow } from '../../../../tools/files/lsattr.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { outermost } from '../tree/ancestors.ts'
import { flagged } from './read-source.ts'
import { outermostMade, type RestoreStep } from './inspect-restore.ts'

export interface StageRequest {
  readonly sourceRoot: string
  readonly staged: string
  readonly paths: readonly BytePath[]
  readonly steps: readonly RestoreStep[]
}

export async function stageHere(request: StageRequest, options: RunOptions): Promise<void> {
  const { sourceRoot, staged, steps } = request
  const made = steps.filter(({ action }) => action === 'create' || action === 'replace')
  const nocow = new Set(
    await readNocow({ root: sourceRoot, paths: flagged(made.map(({ wanted }) => wanted)) }, options),
  )
  const flaggedFacts = made.flatMap(({ wanted }) => (nocow.has(wanted.path) ? [wanted] : []))
  await prepareNocow(staged, flaggedFacts, options)
  await copyTrees({ root: sourceRoot, paths: fittingPaths(request), into: staged }, options)
}

/** Only what differs, or all selected entries if those are too many for one command. */
function fittingPaths({ steps, paths }: StageRequest): readonly BytePath[] {
  const wanted = outermostMade(steps).map((step) => step.wanted.path)
  const length = wanted.reduce((sum, path) => sum + path.length + 11, 0)
  return length <= copyTreesBytes ? wanted : outermost(paths)
}

/** The flag must be set before the contents, and btrfs shares contents only between files that both have it. */
export async function prepareNocow(
  staged: string,
  entries: readonly Pick<FileFacts, 'path' | 'type'>[],
  options: RunOptions,
): Promise<void> {
  for (const { path, type } of entries) {
    const place = Buffer.concat([Buffer.from(`${staged}/`), bufferFromBytePath(path)])
    if (type === 'd') makeFolders(staged, path)
    else {
      makeFolders(staged, path.slice(0, Math.max(0, path.lastIndexOf('/'))))
      closeSync(openSync(place, 'wx', 0o600))
    }
  }
  await setNocow({ root: staged, paths: entries.map(({ path }) => path) }, options)
}

function makeFolders(staged: string, path: BytePath): void {
  if (path === '') return
  mkdirSync(Buffer.concat([Buffer.from(`${staged}/`), bufferFromBytePath(path)]), { recursive: true, mode: 0o700 })
}
