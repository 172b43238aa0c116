import type { Setting } from '../contract/calls.ts'

const groups: readonly string[] = ['The other laptop', 'What is copied', 'Where data is kept']

/** How this installation is set up. Read-only so far; each line says where its value comes from. */
export function listSettings(
  ofCapabilities: readonly Setting[],
  peer: { readonly name: string; readonly address: string } | undefined,
): Setting[] {
  const rows = [
    {
      group: 'The other laptop',
      title: 'Paired with',
      value: peer === undefined ? 'Not paired' : peer.name,
      explanation: 'Set when the laptops are paired.',
    },
    ...(peer === undefined
      ? []
      : [
          {
            group: 'The other laptop',
            title: 'Address',
            value: peer.address,
            explanation: 'Connected over SSH, with a key of its own.',
          },
        ]),
    ...ofCapabilities,
  ]
  return rows.toSorted((one, other) => placeOf(one) - placeOf(other))
}

/** A group that only a capability knows comes last. */
function placeOf({ group }: Setting): number {
  const place = groups.indexOf(group)
  return place === -1 ? groups.length : place
}
