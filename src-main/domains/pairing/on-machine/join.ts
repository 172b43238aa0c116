/** Gives this laptop what it has to know of the other one, and its person what root does for them. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { readIfThere } from '../../../tools/files/own-file.ts'
import { knownHostsOf } from '../../../commons/transfers/known-hosts.ts'
import { alonePairing } from '../../../commons/transfers/pairing-file.ts'
import { parseState } from '../../../kernel/state-text.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { checkSudoRule } from '../../../tools/visudo.ts'
import { machineConfigSchema } from '../machine-config.ts'
import { pairingMessages } from '../messages.ts'
import type { Peer } from '../requests.ts'
import { readRecord, remember, writeRecord } from './paired-record.ts'
import { placeFile, type PlacingFile } from './place-file.ts'
import type { SetUpHost } from './set-up-host.ts'

/** What the other laptop's key can do: docs/facts/door.md. */
const limits =
  'restrict,port-forwarding,permitopen="127.0.0.1:22001",command="exec /usr/bin/sudo -n /usr/lib/pc-switcher/door"'
const etcMessage = 'pc-switcher: paired with another laptop'

export async function join(host: SetUpHost, peer: Peer, options: RunOptions): Promise<void> {
  const { places } = host
  refuseThird(host, peer.name)
  const files = [places.knownHosts, places.authorizedKeys, places.sudoRule, places.machine, places.pairing]
  let record = await remember(host, readRecord(host), files)
  record = await writeRecord(host, { ...record, peer: peer.name })
  for (const { file, text, placing } of filesFor(host, peer, options)) await placeFile(file, text, placing)
  rmSync(path.dirname(places.package), { recursive: true, force: true })
  // Remembered before: a history that is begun and not remembered would never be taken away.
  if (!record.history && (await host.history.begin(options))) await writeRecord(host, { ...record, history: true })
  await host.history.record(etcMessage, options)
}

/** Only what its own person needs. */
export async function joinAlone(host: SetUpHost, options: RunOptions): Promise<void> {
  const { places } = host
  refuseThird(host, undefined)
  // Of a pairing that broke off: the other laptop may be let in already.
  const { peer } = readRecord(host)
  if (peer !== undefined) throw pairingMessages.otherPeer({ peer, name: host.name })
  await remember(host, readRecord(host), [places.sudoRule, places.machine, places.pairing])
  for (const { file, text, placing } of filesFor(host, undefined, options)) await placeFile(file, text, placing)
}

/** `peer`: by which the other laptop is known, where there is to be one. */
function refuseThird(host: SetUpHost, peer: string | undefined): void {
  const { places, name, person } = host
  const text = readIfThere(places.machine)
  if (text === undefined) return
  const state = { path: places.machine, schema: machineConfigSchema, without: pairingMessages.pairAgain({}) }
  const known = parseState(state, text)
  if (known.peer !== undefined && known.peer !== peer) throw pairingMessages.otherPeer({ peer: known.peer, name })
  if (known.person !== person.name) throw pairingMessages.otherPerson({ person: known.person, name })
}

interface File {
  readonly file: string
  readonly text: string
  readonly placing: PlacingFile
}

/** pairing.json is the last: with it the laptop counts as set up. */
function filesFor(host: SetUpHost, peer: Peer | undefined, options: RunOptions): readonly File[] {
  const { places, person, root } = host
  const own = { mode: 0o600, owner: person }
  const ofRoot = { mode: 0o644, owner: root }
  const json = (value: unknown): string => `${JSON.stringify(value)}\n`
  return [
    ...(peer === undefined ? [] : keyFiles(host, peer)),
    {
      file: places.sudoRule,
      text: `${person.name} ALL=(root:root) NOPASSWD: NOSETENV: /usr/lib/pc-switcher/agent ""\n`,
      placing: { mode: 0o440, owner: root, check: (beside) => refuseBrokenRule(beside, options) },
    },
    { file: places.machine, text: json({ version: 1, person: person.name, peer: peer?.name }), placing: ofRoot },
    { file: places.pairing, text: json(peer === undefined ? alonePairing : pairingOf(peer)), placing: own },
  ]
}

/** By which the two laptops know each other. */
function keyFiles({ places, person, root }: SetUpHost, { name, appKey, hostKeys }: Peer): readonly File[] {
  return [
    { file: places.knownHosts, text: knownHostsOf(hostKeys), placing: { mode: 0o600, owner: person } },
    {
      file: places.authorizedKeys,
      text: `${limits} ${appKey} pc-switcher-${name}\n`,
      placing: { mode: 0o644, owner: root },
    },
  ]
}

const pairingOf = ({ name, hostName, address, port }: Peer) => ({ version: 1, peer: { name, hostName, address, port } })

async function refuseBrokenRule(file: string, options: RunOptions): Promise<void> {
  const complaint = await checkSudoRule(file, options)
  if (complaint !== undefined) throw pairingMessages.sudoRefuses({}, { details: complaint })
}
