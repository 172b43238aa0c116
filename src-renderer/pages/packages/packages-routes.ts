/** Addresses of the pages about packages. No package goes by the name of a kind: each has its architecture. */
import { otherKinds, type ComparedOther, type OtherKind } from '../../../src-main/contract/packages-others.ts'
import { pageHash, routeHash } from '../../router/route.ts'
import { keyOfOther } from '../../../src-main/contract/packages-key.ts'

export const compareHash = pageHash('packages')

export type ListedKind = 'package' | OtherKind
export const listedKinds: readonly ListedKind[] = ['package', ...otherKinds]

export const itemHash = (item: string): string => routeHash({ kind: 'shell', page: 'packages', item })
export const kindHash = (kind: ListedKind): string => (kind === 'package' ? compareHash : itemHash(kind))

/** Which list an address is of: of the kind that it names, or of the one thing that it names. */
export function kindOfItem(item: string | undefined, others: readonly ComparedOther[]): ListedKind {
  return otherKinds.find((kind) => kind === item) ?? others.find((one) => keyOfOther(one) === item)?.kind ?? 'package'
}
