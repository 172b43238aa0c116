/** ssh-keyscan(1): which host keys are shown at an address, without signing in. Seen with OpenSSH 9.2 to 10.0. */
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** An address in a network that drops what is not wanted answers with nothing at all. */
const patienceSeconds = 4

interface Place {
  /** Nothing that could be taken for an option. */
  readonly address: string
  readonly port: number
}

const allKinds = ['ed25519', 'ecdsa', 'rsa']

/**
 * Key blobs, base64; empty where nothing answers. Each kind is a connection, and OpenSSH from 9.8 on turns away for a while who connects
 * often without signing in.
 */
export async function scanHostKeys(
  { address, port }: Place,
  options: RunOptions,
  kinds: readonly string[] = allKinds,
): Promise<readonly string[]> {
  const how = ['-T', String(patienceSeconds), '-p', String(port), '-t', kinds.join(',')] as const
  const argv = ['ssh-keyscan', ...how, '--', address] as const
  const { stdout } = await run({ title: titles.scanHostKeys({}), argv: [...argv], exitCodes: [0, 1] }, options)
  return parseHostKeys(stdout)
}

/** Lines of known_hosts(5), and remarks. */
export function parseHostKeys(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const [name, , blob] = line.trim().split(/\s+/)
    return name === undefined || name.startsWith('#') || blob === undefined ? [] : [blob]
  })
}
