/**
 * What a person starts with their own password (assets: /usr/lib/pc-switcher/set-up) to pair this laptop, or to take that back:
 * one request, one answer. No rule lets it run without the password, and the door does not know it.
 */
import { hostname } from 'node:os'
import { answerRequest } from '../domains/pairing/on-machine/answers.ts'
import type { EtcHistory, SetUpHost } from '../domains/pairing/on-machine/set-up-host.ts'
import { statePlaces } from '../domains/pairing/on-machine/state-subvolume/state-places.ts'
import { pairingMessages } from '../domains/pairing/messages.ts'
import { places } from '../domains/pairing/places.ts'
import { setUpRequestSchema, type SetUpAnswer, type SetUpRequest } from '../domains/pairing/requests.ts'
import { doorAccount } from '../kernel/door-account.ts'
import { parseJson } from '../kernel/parse-json.ts'
import { toAgentError } from '../contract/agent-error.ts'
import { homePlaces } from '../commons/home-subvolume/on-machine/home-places.ts'
import { readForcedCommand, readSshdPort } from '../tools/sshd.ts'
import { findAccount, type LocalAccount } from '../tools/accounts/accounts.ts'
import { beginEtcHistory, commitWithEtckeeper, endEtcHistory } from '../tools/etckeeper.ts'

const longestRequest = 64 * 1024

const history: EtcHistory = {
  begin: beginEtcHistory,
  record: async (message, options) => {
    await commitWithEtckeeper(message, options)
  },
  end: endEtcHistory,
}

async function readRequest(): Promise<SetUpRequest> {
  let text = ''
  for await (const piece of process.stdin) {
    text += String(piece)
    if (text.length > longestRequest) throw pairingMessages.badRequest({})
  }
  const parsed = setUpRequestSchema.safeParse(parseJson(text))
  // What came is not told: a password may have strayed into it.
  if (!parsed.success) throw pairingMessages.badRequest({})
  return parsed.data
}

/** Whoever sudo says has asked: nobody is set up by somebody else. */
function requirePerson(name: string): LocalAccount {
  const person = findAccount(name)
  if (person === undefined || person.uid === 0 || String(person.uid) !== process.env['SUDO_UID'])
    throw pairingMessages.notByPerson({ person: name })
  return person
}

async function serve(): Promise<SetUpAnswer> {
  const request = await readRequest()
  const host: SetUpHost = {
    name: hostname(),
    person: requirePerson(request.person),
    places,
    sshFolder: '/etc/ssh',
    readSshPort: readSshdPort,
    readForcedCommand: (options) => readForcedCommand(doorAccount, options),
    history,
    home: homePlaces(),
    state: statePlaces(),
    root: { uid: 0, gid: 0 },
  }
  return answerRequest(host, request, {})
}

process.umask(0o022)
void serve()
  .catch((thrown: unknown): SetUpAnswer => ({ kind: 'failed', error: toAgentError(thrown) }))
  .then((answer) => process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0)))
