import type { PackageRef, PackageVersion, Rejection } from '../model.ts'
import { isHarmless, type AskApt } from './simulate.ts'

export interface Fit {
  readonly accepted: readonly PackageVersion[]
  readonly rejected: readonly Rejection[]
}

/**
 * The largest part of `wanted`, by halves, that apt can install together without removing what was not asked to be
 * removed. One question to apt when all is well; about two for each halving on the way to one that is not.
 */
export async function fitPackages(
  wanted: readonly PackageVersion[],
  remove: readonly PackageRef[],
  ask: AskApt,
): Promise<Fit> {
  const accepted: PackageVersion[] = []
  const refused: PackageVersion[] = []
  const add = async (part: readonly PackageVersion[]): Promise<void> => {
    if (part.length === 0) return
    const outlook = await ask({ install: [...accepted, ...part], remove })
    if (outlook.kind === 'possible' && isHarmless(outlook.actions, remove)) accepted.push(...part)
    else if (part.length === 1) refused.push(...part)
    else {
      const middle = Math.ceil(part.length / 2)
      await add(part.slice(0, middle))
      await add(part.slice(middle))
    }
  }
  await add(wanted)
  const rejected: Rejection[] = []
  for (const unwanted of refused) rejected.push(await explain(unwanted, accepted, remove, ask))
  return { accepted, rejected }
}

async function explain(
  wanted: PackageVersion,
  accepted: readonly PackageVersion[],
  remove: readonly PackageRef[],
  ask: AskApt,
): Promise<Rejection> {
  const outlook = await ask({ install: [...accepted, wanted], remove })
  const nothing = { ...wanted, needsRemoval: [], actions: [] }
  if (outlook.kind === 'impossible') return { ...nothing, reason: reasonOf(outlook.words) }
  const allowed = remove.map(({ name }) => name)
  const needsRemoval = outlook.actions
    .filter((action) => action.act === 'remove' && !allowed.includes(action.name))
    .map(({ name, arch }) => ({ name, arch }))
  if (needsRemoval.length === 0) return { ...nothing, reason: 'it would bring older versions of other packages' }
  const names = needsRemoval.map(({ name }) => name).join(', ')
  return { ...wanted, needsRemoval, actions: [...outlook.actions], reason: `it cannot be there together with ${names}` }
}

/** apt's words (2.6: "PKG : Depends: X but it is not installable"; 3.0's solver: "PKG Depends X but none …"). */
function reasonOf(words: string): string {
  const missing = /Depends:? ([a-z0-9][a-z0-9+.-]*)/.exec(words)?.[1]
  return missing === undefined ? 'its dependencies cannot be met' : `it needs ${missing}, which cannot be installed`
}
