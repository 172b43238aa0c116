import type { EtcEntry } from './verbs.ts'

/** The accounts that own an entry, or that its ACLs give something to, by name. */
export function accountsIn({ owner, group, attributes = '' }: EtcEntry): {
  readonly users: readonly string[]
  readonly groups: readonly string[]
} {
  const acls = attributes.split('\n').flatMap((line) => /^system\.posix_acl_[a-z]+=(.*)$/.exec(line)?.[1] ?? [])
  const entries = acls.flatMap((acl) => acl.split(',')).map((entry) => entry.split(':'))
  const named = (wanted: string) =>
    entries.flatMap(([tag, name]) => (tag === wanted && name !== undefined ? [name] : []))
  return { users: [owner, ...named('user')], groups: [group, ...named('group')] }
}
