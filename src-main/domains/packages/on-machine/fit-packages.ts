import type { Message } from '../../../kernel/message.ts'
import { keyOf, type PackageAction, type PackageRef, type PackageVersion, type Rejection } from '../model.ts'
import { isHarmless, type AskApt, type Limits, type Outlook } from './simulate.ts'
import { packagesMessages } from '../messages.ts'

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
 * The largest part of `wanted` that apt can install together without removing what was not asked to be removed, or changing what is
 * to be left or on hold. One question to apt when all is well (with all of Debian's lists each takes a second or more); about four for each
 * package that does not fit, when apt's words name it, else two for each halving on the way to it.
 */
export async function fitPackages(wanted: readonly PackageVersion[], limits: Limits, ask: AskApt): Promise<Fit> {
  const { remove } = limits
  const accepted: PackageVersion[] = []
  const refused: Refusal[] = []
  let actions: readonly PackageAction[] = []
  const add = async (part: readonly PackageVersion[]): Promise<void> => {
    const [first] = part
    if (first === undefined) return
    const install = [...accepted, ...part]
    const outlook = await ask({ install, remove })
    if (outlook.kind === 'possible' && isHarmless(outlook.actions, limits)) {
      accepted.push(...part)
      actions = outlook.actions
    } else if (part.length === 1) refused.push({ wanted: first, outlook })
    else for (const smaller of splitAt(part, await findSuspects(outlook, install, limits, ask))) await add(smaller)
  }
  await add(wanted)
  const rejected = refused.map((refusal) => explainRefusal(refusal, limits))
  if (accepted.length > 0 || remove.length === 0) return { accepted, actions, rejected }
  const outlook = await ask({ install: [], remove })
  return { accepted, actions: outlook.kind === 'possible' ? outlook.actions : [], rejected }
}

/** Package names in apt's explanation of why it cannot install, or why it would remove something or change what is to be left. */
async function findSuspects(
  outlook: Outlook,
  install: readonly PackageVersion[],
  { remove, leave }: Limits,
  ask: AskApt,
): Promise<ReadonlySet<string>> {
  if (outlook.kind === 'impossible') return namesIn(outlook.words)
  const [allowed, left] = [new Set(remove.map(keyOf)), new Set(leave.map(keyOf))]
  const unwanted = outlook.actions.filter(
    (action) => left.has(keyOf(action)) || (action.act === 'remove' && !allowed.has(keyOf(action))),
  )
  if (unwanted.length === 0) return new Set()
  const asItIs = {
    install: [...install, ...unwanted.flatMap(versionBefore)],
    remove: [...remove, ...unwanted.filter(({ act }) => act === 'install')],
  }
  const again = await ask(asItIs)
  return again.kind === 'impossible' ? namesIn(again.words) : new Set()
}

function versionBefore(action: PackageAction): readonly PackageVersion[] {
  return action.act === 'install' ? [] : [{ name: action.name, arch: action.arch, version: action.before }]
}

function namesIn(words: string): ReadonlySet<string> {
  return new Set(words.match(/[a-z0-9][a-z0-9+.-]+/g) ?? [])
}

/** Unsuspected packages first, so that suspects are assessed against them. Halves where there is no suspect. */
function splitAt(
  part: readonly PackageVersion[],
  suspects: ReadonlySet<string>,
): readonly (readonly PackageVersion[])[] {
  const innocent = part.filter(({ name }) => !suspects.has(name))
  const middle = Math.ceil(part.length / 2)
  if (innocent.length === 0 || innocent.length === part.length) return [part.slice(0, middle), part.slice(middle)]
  return [innocent, part.filter(({ name }) => suspects.has(name))]
}

function explainRefusal({ wanted, outlook }: Refusal, { remove, leave, held = [] }: Limits): Rejection {
  const nothing = { ...wanted, needsRemoval: [], actions: [] }
  if (outlook.kind === 'impossible') return { ...nothing, reason: reasonOf(outlook.words, wanted.name) }
  const changed = (refs: readonly PackageRef[], actions: readonly PackageAction[]) => {
    const keys = new Set(refs.map(keyOf))
    return actions.filter((action) => keys.has(keyOf(action))).map(({ name }) => name)
  }
  const touched = changed(leave, outlook.actions)
  if (touched.length > 0) return { ...nothing, reason: packagesMessages.changesLeft({ names: touched }) }
  const onHold = changed(
    held,
    outlook.actions.filter(({ act }) => act !== 'remove'),
  )
  if (onHold.length > 0) return { ...nothing, reason: packagesMessages.changesHeld({ names: onHold }) }
  const allowed = new Set(remove.map(keyOf))
  const needsRemoval = outlook.actions
    .filter((action) => action.act === 'remove' && !allowed.has(keyOf(action)))
    .map(({ name, arch }) => ({ name, arch }))
  if (needsRemoval.length === 0) return { ...nothing, reason: packagesMessages.olderVersions({}) }
  const names = needsRemoval.map(({ name }) => name)
  return { ...wanted, needsRemoval, actions: [...outlook.actions], reason: packagesMessages.conflicts({ names }) }
}

/** apt 2.6: "PKG : Depends: X but it is not installable"; the solver of 3.0: "PKG Conflicts X", "PKG Depends X but none …". */
function reasonOf(words: string, name: string): Message {
  const conflict = /([a-z0-9][a-z0-9+.-]+)\S* (?:: )?Conflicts:? ([a-z0-9][a-z0-9+.-]*)/.exec(words)
  const other = conflict?.slice(1).find((one) => one !== name)
  if (other !== undefined) return packagesMessages.conflicts({ names: [other] })
  const missing = /Depends:? ([a-z0-9][a-z0-9+.-]*)/.exec(words)?.[1]
  if (missing !== undefined) return packagesMessages.dependencyMissing({ name: missing })
  return packagesMessages.dependencies({})
}
