/** gpg(1), of which keys of package archives are asked. It neither makes nor reads a keyring of its own. */
import { run, type RunOptions } from './run.ts'
import { titles } from './titles/messages.ts'

export interface ArchiveKey {
  /** 40 hexadecimal digits, or 64 of a key of version 6. */
  readonly fingerprint: string
  /** "Docker Release (CE deb) <docker@docker.com>"; empty where the key names nobody. */
  readonly owner: string
  /** Fingerprints of keys that it signs with as well. */
  readonly subkeys: readonly string[]
}

/** Its home is a folder that is there, in which nothing can be made. */
const settings = [
  ...['--batch', '--quiet', '--no-options', '--homedir', '/proc', '--lock-never'],
  ...['--trust-model', 'always', '--no-random-seed-file'],
] as const

const longestOwner = 200

/** Of binary or armoured keys; none where gpg finds no key in it, or cannot read all of it: then nobody knows which are missing. */
export async function showKeys(keys: Uint8Array, options: RunOptions): Promise<readonly ArchiveKey[]> {
  const { exitCode, stdout } = await run(
    {
      title: titles.showKeys({}),
      argv: ['gpg', ...settings, '--no-keyring', '--show-keys', '--with-colons'],
      // 2: there is no key, or what follows those that were told is damaged.
      exitCodes: [0, 2],
      input: keys,
    },
    options,
  )
  return exitCode === 0 ? parseKeys(stdout) : []
}

/** doc/DETAILS of gpg: records of one key begin with "pub"; the first "fpr" is its own, the first "uid" names its owner. */
export function parseKeys(text: string): readonly ArchiveKey[] {
  return text
    .split(/^(?=pub:)/m)
    .filter((part) => part.startsWith('pub:'))
    .flatMap((part) => {
      const [fingerprint, ...subkeys] = [...part.matchAll(/^fpr:(?:[^:\n]*:){8}([0-9A-F]{40,64}):/gm)].flatMap(
        ([, digits]) => digits ?? [],
      )
      const owner = /^uid:(?:[^:\n]*:){8}([^:\n]*):/m.exec(part)?.[1] ?? ''
      return fingerprint === undefined ? [] : [{ fingerprint, owner: unescape(owner), subkeys }]
    })
}

/** ":" and control characters stand there as "\x3a"; whoever made the key chose the name. */
function unescape(text: string): string {
  const whole = text.replace(/\\x([0-9a-f]{2})/g, (_all, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return whole.replace(/\p{Cc}/gu, ' ').slice(0, longestOwner)
}

/** Fingerprints of the keys that say they signed the file; nothing is verified. None where it has no signature. */
export async function claimedSigners(file: string, options: RunOptions): Promise<readonly string[]> {
  const { stdout } = await run(
    {
      title: titles.showKeys({}),
      argv: ['gpg', ...settings, '--no-keyring', '--status-fd', '1', '--verify', '--', file],
      // 1: a signature is wrong; 2: a key is not known, as none is here, or there is no signature.
      exitCodes: [0, 1, 2],
    },
    options,
  )
  return parseSigners(stdout)
}

/** doc/DETAILS of gpg: `ERRSIG keyid algorithm hash class time code fingerprint`, of a key that is not known. */
export function parseSigners(text: string): readonly string[] {
  return [...text.matchAll(/^\[GNUPG:\] ERRSIG (?:\S+ ){6}([0-9A-F]{40,64})$/gm)].flatMap(([, digits]) => digits ?? [])
}

/** One key of a keyring of several, in binary. */
export async function exportKey(keyring: string, fingerprint: string, options: RunOptions): Promise<Buffer> {
  const from = ['--no-default-keyring', '--keyring', keyring] as const
  const { bytes } = await run(
    { title: titles.showKeys({}), argv: ['gpg', ...settings, ...from, '--export', '--', fingerprint] },
    options,
  )
  return bytes
}
