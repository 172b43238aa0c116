/** Addresses of the page of programs. No package goes by the name of a kind, or of a rule: each has its architecture. */
import { packageRuleKinds } from '../../../src-main/contract/package-rule.ts'
import { otherKinds, type ComparedOther, type OtherKind } from '../../../src-main/contract/packages-others.ts'
import { pageHash, routeHash } from '../../router/route.ts'
import { keyOfOther } from '../../../src-main/contract/packages-key.ts'

export type ListedKind = 'package' | OtherKind
/** The lists of the page: what is compared, and what the rules are. */
export type ListKind = ListedKind | 'rules'
export const listKinds: readonly ListKind[] = ['package', ...otherKinds, 'rules']

export const itemHash = (item: string): string => routeHash({ kind: 'shell', page: 'packages', item })
export const kindHash = (kind: ListKind): string => (kind === 'package' ? pageHash('packages') : itemHash(kind))

/** Which list an address is of: of the kind that it names, or of the one thing that it names. */
export function kindOfItem(item: string | undefined, others: readonly ComparedOther[]): ListKind {
  if (item === 'rules' || packageRuleKinds.some((kind) => item?.startsWith(`package:${kind}:`))) return 'rules'
  return otherKinds.find((kind) => kind === item) ?? others.find((one) => keyOfOther(one) === item)?.kind ?? 'package'
}
