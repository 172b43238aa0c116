/** A laptop's packages and services, of which it tells only what is other than it was. */
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Capture } from '../model.ts'
import { capturePackages } from '../verbs.ts'
import { askTogether } from './ask-together.ts'

type Listed = Pick<Capture, 'packages' | 'heldAbsent' | 'own' | 'lastMarks'>

/** By the laptop's name. An agent that is gone takes what it told along: another one has revisions of its own. */
const told = new Map<string, { readonly revision: string; readonly listed: Listed }>()
/** As they are now. */
export const readCapture = askTogether(ask)

async function ask(machine: Machine, options: CallOptions): Promise<Capture> {
  const before = told.get(machine.name)
  const known = before === undefined ? {} : { known: before.revision }
  const { revision, packages, heldAbsent, own, lastMarks, ...rest } = await machine.call(
    capturePackages,
    known,
    options,
  )
  if (packages === undefined || heldAbsent === undefined || own === undefined || lastMarks === undefined) {
    if (before === undefined || before.revision !== revision) throw new Error('a list of packages that nobody has')
    return { ...rest, ...before.listed }
  }
  const listed = { packages, heldAbsent, own, lastMarks }
  if (revision !== undefined) told.set(machine.name, { revision, listed })
  return { ...rest, ...listed }
}
