/** What the sources of Flatpak apps of both laptops mean for the target. Pure. */
import { assertNever } from '../../../../../kernel/assert-never.ts'
import { type FlatpakCapture, type Remote, addressOf } from '../../model.ts'
import type { FlatpakWhyNot } from '../flatpak-plan.ts'

/** As both have it, or as a plan keeps it: without the keys themselves. */
type Described = Omit<Remote, 'keyring'>

export interface DifferingRemote<One extends Described = Described> {
  readonly here: One
  readonly there: One
}

interface RemoteComparison {
  readonly onlyHere: readonly Remote[]
  readonly same: readonly DifferingRemote<Remote>[]
  /** Both have it, at another address, with other keys, or set otherwise. */
  readonly differing: readonly DifferingRemote<Remote>[]
  readonly onlyThere: readonly Remote[]
}

/** What only stands for something that was installed of a file is no source. */
export function compareRemotes(from: FlatpakCapture, to: FlatpakCapture): RemoteComparison {
  const [ofHere, ofThere] = [from, to].map(({ remotes }) => remotes.filter(({ url }) => url !== ''))
  const [here, there] = [ofHere ?? [], ofThere ?? []]
  const both = here.flatMap((one) => {
    const other = sameOf(one, there)
    return other === undefined ? [] : [{ here: one, there: other }]
  })
  return {
    onlyHere: here.filter((one) => sameOf(one, there) === undefined),
    same: both.filter((one) => partsDiffering(one).length === 0),
    differing: both.filter((one) => partsDiffering(one).length > 0),
    onlyThere: there.filter((one) => sameOf(one, here) === undefined),
  }
}

/** The one at the same place, or with the same collection, whatever its name is there. Several may share an address. */
export function sameOf(source: Remote, others: readonly Remote[]): Remote | undefined {
  const same = others.filter((one) => isSame(source, one))
  return same.find(({ name, isDisabled }) => name === source.name && !isDisabled) ?? same.find(isOn) ?? same[0]
}

function isSame(one: Remote, other: Remote): boolean {
  return addressOf(one) === addressOf(other) || (one.collection !== '' && one.collection === other.collection)
}

function isOn({ isDisabled }: Remote): boolean {
  return !isDisabled
}

/** What two laptops may have otherwise of one source; its name is each laptop's own. */
export const remoteParts = ['address', 'collection', 'keys', 'isSigned', 'isDisabled', 'isFiltered'] as const
export type RemotePart = (typeof remoteParts)[number]

export function partsDiffering({ here, there }: DifferingRemote): readonly RemotePart[] {
  return remoteParts.filter((part) => partOf(here, part) !== partOf(there, part))
}

function partOf(remote: Described, part: RemotePart): string | boolean {
  switch (part) {
    case 'address':
      return addressOf(remote)
    case 'keys':
      return remote.keys
        .map(({ fingerprint }) => fingerprint)
        .sort()
        .join()
    case 'collection':
    case 'isSigned':
    case 'isDisabled':
    case 'isFiltered':
      return remote[part]
    default:
      return assertNever(part)
  }
}

/** Why a laptop that lacks it cannot be given it, as far as that is known. */
export function whyNotAdded(source: Remote, to: Pick<FlatpakCapture, 'remotes'>): FlatpakWhyNot | undefined {
  if (source.hasPassword) return 'password'
  if (!source.isSigned || source.keys.length === 0) return 'unsigned'
  if (source.isFiltered) return 'filtered'
  return to.remotes.some(({ name }) => name === source.name) ? 'name-taken' : undefined
}
