/** What the sources that only the source laptop has would bring, one by one. Reads only. */
import { readLine, unescapePath } from '../../../../commons/rule-lines/rule-line.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import {
  describeAction,
  keyOf,
  type PackageMark,
  type PackageAction,
  type PackageRef,
  type PackageVersion,
  type Rejection,
} from '../../model.ts'
import { findOrigins, trySource } from '../../source-verbs.ts'
import type { PackageSource } from '../../sources-model.ts'
import type { PlannedSource } from '../packages-plan.ts'
import { toUnhold } from '../simulate.ts'
import { readDefinition } from './read-definition.ts'

/** What is planned without any of them. */
export interface Base {
  readonly install: readonly PackageVersion[]
  readonly actions: readonly PackageAction[]
  readonly downloadBytes: number
  readonly rejected: readonly Rejection[]
  /** Of packages that cannot be there yet, too. */
  readonly marks: readonly PackageMark[]
  /** Of packages that are wanted, and not known there yet. */
  readonly architectures: readonly string[]
  /** Neither installed, updated nor removed. */
  readonly leave: readonly PackageRef[]
}

export async function probeSources(
  pair: Pair,
  offered: readonly PackageSource[],
  base: Base,
  options: CallOptions,
): Promise<PlannedSource[]> {
  if (offered.length === 0) return []
  const wanted = base.rejected.filter(({ needsRemoval }) => needsRemoval.length === 0)
  const packages = wanted.map(({ name, arch }) => ({ name, arch }))
  const { origins } = packages.length === 0 ? { origins: {} } : await pair.from.call(findOrigins, { packages }, options)
  const planned: PlannedSource[] = []
  // One after the other, because each takes a processor.
  for (const source of offered) {
    const { added, components } = source
    const isFrom = ({ id, component }: { readonly id: string; readonly component: string }) =>
      added === undefined ? id === source.id : id === added.archive && components.includes(component)
    const needed = wanted.filter((one) => origins[keyOf(one)]?.some(isFrom))
    const tried = await bringWith(pair, { source, base, wanted }, options)
    planned.push({ source, needed: needed.map(({ name }) => name), ...tried })
  }
  return planned
}

interface Trial {
  readonly source: PackageSource
  readonly base: Base
  readonly wanted: readonly Rejection[]
}

type Brought = Pick<PlannedSource, 'state' | 'install' | 'actions' | 'downloadBytes' | 'marks' | 'rejected'>

const nothing = { install: [], actions: [], downloadBytes: 0, marks: [], rejected: [] }

async function bringWith(pair: Pair, { source, base, wanted }: Trial, options: CallOptions): Promise<Brought> {
  const definition = await readDefinition(pair, source, options)
  if (definition === undefined) return { state: 'refused', ...nothing }
  const request = {
    source: definition,
    install: base.install.map(versionOf),
    wanted: wanted.map(versionOf),
    architectures: [...base.architectures],
    leave: [...base.leave],
    unhold: toUnhold(base.marks),
  }
  const { state, simulation } = await pair.to.call(trySource, request, options)
  if (simulation === undefined) return { state, ...nothing }
  const asked = new Set(wanted.map(keyOf))
  const known = new Set(base.actions.map(describeAction))
  const install = simulation.accepted.filter((one) => asked.has(keyOf(one)))
  const keys = new Set(install.map(keyOf))
  return {
    state,
    install,
    // Also where it has none of them: a package that comes anyway may then need a newer version that it offers.
    actions: simulation.actions.filter((action) => !known.has(describeAction(action))),
    downloadBytes: Math.max(0, simulation.downloadBytes - base.downloadBytes),
    marks: base.marks.filter((mark) => keys.has(keyOf(mark))),
    rejected: simulation.rejected.filter((one) => asked.has(keyOf(one)) && one.needsRemoval.length > 0),
  }
}

function versionOf({ name, arch, version }: PackageVersion): PackageVersion {
  return { name, arch, version }
}

/**
 * Which files of apt's sources the person has decided on with a rule for /etc: those are brought, or left, as it
 * says.
 */
const rulesFile = 'etc.stignore'

interface ReadsFile {
  readFile(file: string): Promise<string | undefined>
}

/** Asked about a path below /etc/apt. A line that cannot be read is the business of whoever copies /etc, who refuses it. */
export async function readAptRules(state: ReadsFile): Promise<(file: string) => boolean> {
  const lines = ((await state.readFile(rulesFile)) ?? '').split('\n').map(readLine)
  const paths = lines.flatMap((line) =>
    line === undefined || 'problem' in line ? [] : [unescapePath(line.pattern)].filter((path) => path !== undefined),
  )
  return (file) => paths.some((path) => `/apt/${file}/`.startsWith(`${path}/`))
}
