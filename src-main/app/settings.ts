import { settingGroups } from '../commons/capability/texts.ts'
import type { Setting } from '../contract/settings-calls.ts'
import * as texts from './texts.ts'

const groups: readonly string[] = Object.values(settingGroups)

/** How this installation is set up. Read-only so far; each line says where its value comes from. */
export function listSettings(
  ofCapabilities: readonly Setting[],
  peer: { readonly name: string; readonly address: string } | undefined,
): Setting[] {
  const rows = [
    {
      group: settingGroups.peer,
      value: peer === undefined ? texts.settings.notPaired : peer.name,
      ...texts.settings.pairedWith,
    },
    ...(peer === undefined ? [] : [{ group: settingGroups.peer, value: peer.address, ...texts.settings.address }]),
    ...ofCapabilities,
  ]
  return rows.toSorted((one, other) => placeOf(one) - placeOf(other))
}

/** A group that only a capability knows comes last. */
function placeOf({ group }: Setting): number {
  const place = groups.indexOf(group)
  return place === -1 ? groups.length : place
}
