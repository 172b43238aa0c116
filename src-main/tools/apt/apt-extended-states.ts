import { readIfThere } from '../files/own-file.ts'

/** apt puts a new one in its place with each mark. */
export const extendedStates = '/var/lib/apt/extended_states'

/**
 * Which packages apt holds to be installed for others' sake, as "name:arch". The file is what apt-mark(8) prints, in 2
 * instead of 162 ms. Its Architecture is the native one for packages of architecture "all".
 */
export function readAutomaticPackages(): ReadonlySet<string> {
  // apt makes the file with the first automatic package.
  return parseAutomaticPackages(readIfThere(extendedStates) ?? '')
}

export function parseAutomaticPackages(text: string): ReadonlySet<string> {
  const stanzas = text.split(/\n\n+/).map(parseStanza)
  return new Set(
    stanzas
      .filter((stanza) => stanza.get('Auto-Installed') === '1')
      .map((stanza) => `${stanza.get('Package') ?? ''}:${stanza.get('Architecture') ?? ''}`),
  )
}

function parseStanza(text: string): ReadonlyMap<string, string> {
  const pairs = text.split('\n').map((line) => /^([^:\s]+):\s*(.*)$/.exec(line))
  return new Map(pairs.filter((match) => match !== null).map((match) => [match[1] ?? '', match[2] ?? '']))
}
