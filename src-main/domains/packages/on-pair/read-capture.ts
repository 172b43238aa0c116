/** A laptop's packages and services, of which it tells only what is other than it was. */
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Capture } from '../model.ts'
import { capturePackages } from '../verbs.ts'

type Listed = Pick<Capture, 'packages' | 'heldAbsent' | 'own' | 'lastMarks'>

/** By the laptop's name. An agent that is gone takes what it told along: another one has revisions of its own. */
const told = new Map<string, { readonly revision: string; readonly listed: Listed }>()
/** What is asked and not answered yet, by the signal of the plan or the switch that it is for. */
const asked = new WeakMap<AbortSignal, Map<string, Promise<Capture>>>()

/** As they are now. What several steps of one plan, or of one proof, ask at the same time is one question. */
export function readCapture(machine: Machine, options: CallOptions = {}): Promise<Capture> {
  const { signal } = options
  if (signal === undefined) return ask(machine, options)
  const open = asked.get(signal) ?? new Map<string, Promise<Capture>>()
  asked.set(signal, open)
  const before = open.get(machine.name)
  if (before !== undefined) return before
  const answer = ask(machine, options).finally(() => open.delete(machine.name))
  open.set(machine.name, answer)
  return answer
}

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
