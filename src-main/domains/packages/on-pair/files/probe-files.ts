/** What could be installed from files that the source laptop keeps, though no source offers it. Reads only. */
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import {
  describeAction,
  keyOf,
  nameToApt,
  type PackageAction,
  type PackageFile,
  type PackageVersion,
  type Rejection,
} from '../../model.ts'
import { findKeptFiles, simulatePackages } from '../../verbs.ts'
import type { PackagesPlan, PlannedFiles } from '../packages-plan.ts'
import { toUnhold } from '../simulate.ts'
import type { Base } from '../sources/probe-sources.ts'

export interface ProbedFiles {
  readonly files: readonly PlannedFiles[]
  /** Offered nowhere, and not kept. */
  readonly withoutFile: PackagesPlan['withoutFile']
  /** Of those that are kept: why they cannot be installed all the same. */
  readonly rejected: readonly Rejection[]
}

interface Asked {
  readonly base: Base
  /** Neither installed without it nor with a source that is asked about; `auto` for another's sake. */
  readonly wanted: readonly (PackageVersion & { readonly auto: boolean })[]
  readonly nativeArch: string
}

export async function probeFiles(pair: Pair, asked: Asked, options: CallOptions): Promise<ProbedFiles> {
  const { base, wanted, nativeArch } = asked
  if (wanted.length === 0) return { files: [], withoutFile: [], rejected: [] }
  const packages = wanted.map(versionOf)
  const { files: kept, absent } = await pair.from.call(findKeptFiles, { packages }, options)
  const tried: PlannedFiles[] = []
  const rejected: Rejection[] = []
  // One after the other, because each takes a processor.
  for (const one of wanted) {
    if (!kept.some((file) => isOf(file, one, nativeArch))) continue
    const outcome = await installFrom(pair, { one: versionOf(one), kept, base }, options)
    if ('reason' in outcome) rejected.push(outcome)
    else tried.push(outcome)
  }
  const isAuto = new Set(wanted.filter(({ auto }) => auto).map(keyOf))
  const along = new Set(tried.flatMap(({ asked: { name }, files }) => namesOf(files).filter((each) => each !== name)))
  const files = tried.filter(({ asked: one }) => !isAuto.has(keyOf(one)) || !along.has(one.name))
  return { files, withoutFile: absent, rejected }
}

interface Trial {
  readonly one: PackageVersion
  readonly kept: readonly PackageFile[]
  readonly base: Base
}

/** With what it needs of the other files. */
async function installFrom(
  pair: Pair,
  { one, kept, base }: Trial,
  options: CallOptions,
): Promise<PlannedFiles | Rejection> {
  const request = {
    ...{ install: [...base.install.map(versionOf), one], remove: [], consider: [] },
    ...{ architectures: [...base.architectures], files: [...kept], leave: [...base.leave] },
    unhold: toUnhold(base.marks),
  }
  const simulation = await pair.to.call(simulatePackages, request, options)
  const refused = simulation.rejected.find((each) => keyOf(each) === keyOf(one))
  // What would have to go for it is not asked about: nothing is removed for a file that nobody signs.
  if (refused !== undefined) return { ...refused, needsRemoval: [], actions: [] }
  const known = new Set(base.actions.map(describeAction))
  const actions = simulation.actions.filter((action) => !known.has(describeAction(action)))
  const keys = new Set(actions.map(keyOf))
  return {
    asked: one,
    files: kept.filter((file) => actions.some((action) => isPutFrom(action, file))),
    actions,
    downloadBytes: Math.max(0, simulation.downloadBytes - base.downloadBytes),
    marks: base.marks.filter((mark) => keys.has(keyOf(mark))),
  }
}

function isPutFrom(action: PackageAction, file: PackageFile): boolean {
  return action.act !== 'remove' && action.name === file.name && action.version === file.version
}

function isOf(file: PackageFile, one: PackageVersion, nativeArch: string): boolean {
  const arch = file.arch === 'all' ? nativeArch : file.arch
  return nameToApt({ ...file, arch }, nativeArch) === nameToApt(one, nativeArch) && file.version === one.version
}

function namesOf(files: readonly PackageFile[]): readonly string[] {
  return files.map(({ name }) => name)
}

function versionOf({ name, arch, version }: PackageVersion): PackageVersion {
  return { name, arch, version }
}
