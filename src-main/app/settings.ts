import type { Setting } from '../contract/settings-calls.ts'
import { cableTo } from '../machine/by-cable.ts'
import * as texts from './texts.ts'

/** How this installation is set up, as far as nobody sets it; each line says where its value comes from. */
export function listSettings(
  ofCapabilities: readonly Setting[],
  peer: { readonly name: string; readonly address: string } | undefined,
): Setting[] {
  return [
    { group: 'peer', value: peer === undefined ? texts.settings.notPaired : peer.name, ...texts.settings.pairedWith },
    ...(peer === undefined ? [] : [{ group: 'peer' as const, value: wayTo(peer.address), ...texts.settings.address }]),
    ...ofCapabilities,
  ]
}

function wayTo(address: string): string {
  const megabits = cableTo(address)
  return megabits === undefined ? address : texts.settings.byCable(address, megabits)
}
