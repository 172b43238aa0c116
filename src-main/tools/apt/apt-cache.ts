import { viewOptions, type AptView } from './apt-view.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** What a laptop's package sources offer of one package. */
export interface Offer {
  readonly candidate: string | undefined
  /** Versions that can be fetched; one that only stands in dpkg's status cannot. Newest first. */
  readonly versions: readonly string[]
}

/** By the name that was asked for; a name that the sources do not know is not in the answer. */
export async function readOffers(
  names: readonly string[],
  view: AptView,
  options: RunOptions,
): Promise<ReadonlyMap<string, Offer>> {
  if (names.length === 0) return new Map()
  const { stdout } = await run(
    {
      title: titles.listVersions({}),
      argv: ['apt-cache', ...viewOptions(view), 'policy', '--', ...names],
    },
    options,
  )
  return parsePolicy(stdout)
}

/** The text form of apt-cache(8) policy; it has no other. */
export function parsePolicy(text: string): ReadonlyMap<string, Offer> {
  const offers = new Map<string, Offer>()
  for (const stanza of text.split(/^(?=\S)/m).filter((part) => part.trim() !== '')) {
    const name = /^(\S+):\n/.exec(stanza)?.[1]
    const candidate = /^ {2}Candidate: (.+)$/m.exec(stanza)?.[1]
    if (name === undefined || candidate === undefined) throw unreadableAnswer('apt-cache policy', stanza)
    offers.set(name, { candidate: candidate === '(none)' ? undefined : candidate, versions: fetchableVersions(stanza) })
  }
  return offers
}

function fetchableVersions(stanza: string): readonly string[] {
  const versions = new Map<string, boolean>()
  let version = ''
  for (const line of stanza.split('\n')) {
    const head = /^ (?:\*\*\*| {3}) (\S+) -?\d+(?: |$)/.exec(line)
    const source = /^ {8}\s*-?\d+ (\S+)/.exec(line)
    if (head?.[1] !== undefined) version = head[1]
    else if (source !== null && source[1] !== '/var/lib/dpkg/status') versions.set(version, true)
  }
  return [...versions.keys()]
}
