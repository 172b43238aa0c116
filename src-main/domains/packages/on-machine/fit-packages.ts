import { keyOf, type PackageAction, type PackageRef, type PackageVersion, type Rejection } from '../model.ts'
import { isHarmless, type AskApt, type Outlook } from './simulate.ts'

export interface Fit {
  readonly accepted: readonly PackageVersion[]
  /** What apt would do for the accepted ones. */
  readonly actions: readonly PackageAction[]
  readonly rejected: readonly Rejection[]
}

interface Refusal {
  readonly wanted: PackageVersion
  readonly outlook: Outlook
}

/**
 * The largest part of `wanted`, found by halves, that apt can install together without removing what was not asked to be
 * removed. One question to apt when all is well; about two for each halving on the way to one that is not.
 */
export async function fitPackages(
  wanted: readonly PackageVersion[],
  remove: readonly PackageRef[],
  ask: AskApt,
): Promise<Fit> {
  const accepted: PackageVersion[] = []
  const refused: Refusal[] = []
  let actions: readonly PackageAction[] = []
  const add = async (part: readonly PackageVersion[]): Promise<void> => {
    const [first] = part
    if (first === undefined) return
    const outlook = await ask({ install: [...accepted, ...part], remove })
    if (outlook.kind === 'possible' && isHarmless(outlook.actions, remove)) {
      accepted.push(...part)
      actions = outlook.actions
    } else if (part.length === 1) refused.push({ wanted: first, outlook })
    else {
      const middle = Math.ceil(part.length / 2)
      await add(part.slice(0, middle))
      await add(part.slice(middle))
    }
  }
  await add(wanted)
  const rejected = refused.map((refusal) => explainRefusal(refusal, remove))
  if (accepted.length > 0 || remove.length === 0) return { accepted, actions, rejected }
  const outlook = await ask({ install: [], remove })
  return { accepted, actions: outlook.kind === 'possible' ? outlook.actions : [], rejected }
}

function explainRefusal({ wanted, outlook }: Refusal, remove: readonly PackageRef[]): Rejection {
  const nothing = { ...wanted, needsRemoval: [], actions: [] }
  if (outlook.kind === 'impossible') return { ...nothing, reason: reasonOf(outlook.words) }
  const allowed = new Set(remove.map(keyOf))
  const needsRemoval = outlook.actions
    .filter((action) => action.act === 'remove' && !allowed.has(keyOf(action)))
    .map(({ name, arch }) => ({ name, arch }))
  if (needsRemoval.length === 0) return { ...nothing, reason: 'it would bring older versions of other packages' }
  const names = needsRemoval.map(({ name }) => name).join(', ')
  return { ...wanted, needsRemoval, actions: [...outlook.actions], reason: `it cannot be there together with ${names}` }
}

/** apt's words (2.6: "PKG : Depends: X but it is not installable"; 3.0's solver: "PKG Depends X but none …"). */
function reasonOf(words: string): string {
  const conflict = /Conflicts:? ([a-z0-9][a-z0-9+.-]*)/.exec(words)?.[1]
  if (conflict !== undefined) return `it cannot be there together with ${conflict}`
  const missing = /Depends:? ([a-z0-9][a-z0-9+.-]*)/.exec(words)?.[1]
  if (missing !== undefined) return `it needs ${missing}, which cannot be installed with it`
  return 'its dependencies cannot be met'
}
