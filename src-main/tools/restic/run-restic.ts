/**
 * Starts restic(1), 0.14 to 0.18, with what opens a store, and tells why it did not do what it was told. What differs between its
 * versions is told apart here and nowhere else: exit codes of their own for a wrong password (12, from 0.17.1), for no store (10) and
 * for a lock (11) came late; before them all were 1, and only the words say which. Before 0.16 what a link points to is text
 * (restic/restic#3802).
 */
import { existsSync } from 'node:fs'
import { toAppError, type AppError } from '../../kernel/app-error.ts'
import type { Message } from '../../kernel/message.ts'
import { toolsMessages } from '../messages.ts'
import { run, type RunOptions, type RunResult } from '../run.ts'
import { sshAlias } from '../ssh/ssh.ts'
import { titles } from '../titles/messages.ts'

export interface Store {
  /** "/media/disk/store", "sftp:alice@nas:/copies", "s3:https://host/bucket". */
  readonly repository: string
  /** How ssh(1) reaches it (`sshConfig`); undefined where it is not on a server. */
  readonly sshConfig?: string | undefined
  /** Undefined where it is in no bucket. */
  readonly bucket?:
    | {
        /** Of root's, with the access key and the secret key, as the programs of AWS have them. */
        readonly keysFile: string
        /** Certificates (PEM) that vouch for the server in place of the system's. */
        readonly caFile: string | undefined
        readonly region: string | undefined
      }
    | undefined
  /** A file of root's with the password as its first line. */
  readonly passwordFile: string
  /** What restic remembers of its stores, so that it need not fetch it again; encrypted as they are. */
  readonly cacheFolder: string
}

interface Asked extends RunOptions {
  readonly onLine?: (line: string) => void
  readonly onWritten?: ((bytes: number) => void) | undefined
  readonly exitCodes?: readonly number[]
  readonly input?: string
  readonly cwd?: string
}

const programs = ['/usr/bin/restic', '/usr/local/bin/restic']

/** AppError "tool-missing". */
export function findRestic(): string {
  const program = programs.find((one) => existsSync(one))
  if (program === undefined) throw toolsMessages.resticMissing({})
  return program
}

/** A lock whose process is dead, or of another laptop and older than half an hour, is removed once (restic's own rule). */
export async function askRestic(
  store: Store,
  title: Message,
  words: readonly string[],
  options: Asked,
): Promise<RunResult> {
  const exitCodes = options.exitCodes ?? [0]
  const accepted = { ...options, exitCodes: [...new Set([...exitCodes, 1, 3, 10, 11, 12])] }
  const first = await startRestic(store, title, words, accepted)
  const answer = saysLocked(first) ? await again(store, title, words, accepted) : first
  const isAnswer = exitCodes.includes(answer.exitCode) && !(answer.exitCode === 1 && isRefusal(answer))
  if (isAnswer) return answer
  throw whyNot(title, answer)
}

async function again(store: Store, title: Message, words: readonly string[], options: Asked): Promise<RunResult> {
  await startRestic(store, titles.readStore({}), ['unlock'], { signal: options.signal, exitCodes: [0, 1] })
  return startRestic(store, title, words, options)
}

export async function startRestic(
  store: Store,
  title: Message,
  words: readonly string[],
  options: Asked,
): Promise<RunResult> {
  const { signal, ...parts } = options
  return run(
    {
      ...parts,
      title,
      // Not in a namespace of its own, as others are: by its pid restic tells whether who has locked a store still lives.
      argv: ['setpriv', '--pdeathsig', 'INT', '--', findRestic(), ...repositoryWords(store), ...words],
      endSignal: 'SIGINT',
      env: {
        ...bucketEnvironment(store),
        RESTIC_PASSWORD_FILE: store.passwordFile,
        RESTIC_CACHE_DIR: store.cacheFolder,
        // Each snapshot has a device number of its own, by which every folder would count as changed (0.17 and later).
        RESTIC_FEATURES: 'device-id-for-hardlinks',
        RESTIC_PROGRESS_FPS: '2',
      },
    },
    { signal },
  )
}

/** restic splits what starts its ssh at spaces: there is none in the name of a file of ours. */
function repositoryWords({ repository, sshConfig, bucket }: Store): readonly string[] {
  const repo = [...(bucket?.caFile === undefined ? [] : ['--cacert', bucket.caFile]), '--repo', repository]
  return sshConfig === undefined ? repo : ['-o', `sftp.command=ssh -F ${sshConfig} ${sshAlias} -s sftp`, ...repo]
}

/** Where the file is not there, restic looks for keys in the home folder, and asks the network for some: it has to be there. */
function bucketEnvironment({ bucket }: Store): Readonly<Record<string, string>> {
  if (bucket === undefined) return {}
  return {
    ...{ HOME: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: bucket.keysFile, AWS_PROFILE: 'default' },
    ...(bucket.region === undefined ? {} : { AWS_DEFAULT_REGION: bucket.region }),
  }
}

const saysLocked = ({ exitCode, stderr }: Pick<RunResult, 'exitCode' | 'stderr'>) =>
  exitCode !== 0 && (exitCode === 11 || /already locked/.test(stderr))
const isRefusal = (answer: RunResult) =>
  saysLocked(answer) || saysNoStore(answer) || /wrong password|no key found/.test(answer.stderr)

/**
 * It asks "Is there a repository?" of every place whose config it cannot open, whatever the reason is: a disk that does not
 * give it, a server that does not answer.
 */
export const saysNoStore = ({ exitCode, stderr }: Pick<RunResult, 'exitCode' | 'stderr'>): boolean =>
  exitCode === 10 ||
  /repository does not exist|unable to open config file: .*(?:no such file|does not exist)/i.test(stderr)

export function whyNot(title: Message, answer: Pick<RunResult, 'exitCode' | 'stderr'>): AppError {
  const { exitCode, stderr } = answer
  const details = { details: `restic ended with ${exitCode}: ${stderr.slice(-4_000)}` }
  if (saysLocked(answer)) return toolsMessages.storeLocked({ by: /by (.+)$/m.exec(stderr)?.[1] ?? '' }, details)
  if (exitCode === 12 || /wrong password|no key found/.test(stderr)) return toolsMessages.storePassword({}, details)
  if (saysNoStore(answer)) return toolsMessages.noStore({}, details)
  if (/no space left/i.test(stderr)) return toolsMessages.storeFull({}, details)
  return toolsMessages.storeFailed({ title }, details)
}

/** What restic says of something in a store. AppError "not-verified" where the store has lost it, or never had it. */
export async function askStored(
  store: Store,
  title: Message,
  words: readonly string[],
  options: RunOptions,
): Promise<string> {
  try {
    return (await askRestic(store, title, words, options)).stdout
  } catch (thrown) {
    const { details = '' } = toAppError(thrown)
    throw saysDamaged(details) || saysAbsent(details)
      ? toolsMessages.storeDamaged({}, { details, cause: thrown })
      : thrown
  }
}

/** Contents that are other, and packs that are missing; a connection that ends in the middle reads differently. */
export const saysDamaged = (said: string): boolean => ofDamage.test(said)

const ofDamage =
  /ciphertext verification failed|decrypting blob \S+ failed|nonce is invalid|hash (?:mismatch|does not match)|invalid data returned|not found in (?:repository|index)|(?:Load|ReadFull)\(<data\/.*(?:no such file|does not exist)/i

const saysAbsent = (said: string): boolean => /not found in snapshot/i.test(said)
