/** Gives this laptop what it has to know of the other one, and its person what root does for them. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { knownHostsOf } from '../../../commons/transfers/known-hosts.ts'
import { parseState } from '../../../kernel/state-text.ts'
import { readIfThere } from '../../../tools/files/durable-file.ts'
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
  refuseThird(host, peer)
  const files = [places.knownHosts, places.authorizedKeys, places.sudoRule, places.machine, places.pairing]
  let record = await remember(host, readRecord(host), files)
  record = await writeRecord(host, { ...record, peer: peer.name })
  for (const { file, text, placing } of filesFor(host, peer, options)) await placeFile(file, text, placing)
  rmSync(path.dirname(places.package), { recursive: true, force: true })
  // Remembered before: a history that is begun and not remembered would never be taken away.
  if (!record.history && (await host.history.begin(options))) await writeRecord(host, { ...record, history: true })
  await host.history.record(etcMessage, options)
}

function refuseThird(host: SetUpHost, peer: Peer): void {
  const { places, name, person } = host
  const text = readIfThere(places.machine)
  if (text === undefined) return
  const state = { path: places.machine, schema: machineConfigSchema, without: pairingMessages.pairAgain({}) }
  const known = parseState(state, text)
  if (known.peer !== peer.name) throw pairingMessages.otherPeer({ peer: known.peer, name })
  if (known.person !== person.name) throw pairingMessages.otherPerson({ person: known.person, name })
}

interface File {
  readonly file: string
  readonly text: string
  readonly placing: PlacingFile
}

/** pairing.json is the last: with it the laptop counts as paired. */
function filesFor(host: SetUpHost, peer: Peer, options: RunOptions): readonly File[] {
  const { places, person, root } = host
  const own = { mode: 0o600, owner: person }
  const ofRoot = { mode: 0o644, owner: root }
  const { name, address, port } = peer
  const json = (value: unknown): string => `${JSON.stringify(value)}\n`
  return [
    { file: places.knownHosts, text: knownHostsOf(peer.hostKeys), placing: own },
    { file: places.authorizedKeys, text: `${limits} ${peer.appKey} pc-switcher-${name}\n`, placing: ofRoot },
    {
      file: places.sudoRule,
      text: `${person.name} ALL=(root:root) NOPASSWD: NOSETENV: /usr/lib/pc-switcher/agent ""\n`,
      placing: { mode: 0o440, owner: root, check: (beside) => refuseBrokenRule(beside, options) },
    },
    { file: places.machine, text: json({ version: 1, person: person.name, peer: name }), placing: ofRoot },
    { file: places.pairing, text: json({ version: 1, peer: { name, address, port } }), placing: own },
  ]
}

async function refuseBrokenRule(file: string, options: RunOptions): Promise<void> {
  const complaint = await checkSudoRule(file, options)
  if (complaint !== undefined) throw pairingMessages.sudoRefuses({}, { details: complaint })
}
