import { createHash, hash, randomUUID } from 'node:crypto'
import { closeSync, fstatSync, readSync } from 'node:fs'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import type { Progress } from '../../../../contract/define.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { digestContents, pieceBytes } from '../../../../tools/files/digest-contents.ts'
import { lookInside, type Inside } from '../../../../tools/files/safe-path.ts'
import { giveSignOfLife } from '../../../../tools/sign-of-life.ts'
import { unreadableMark } from '../../inventory/differs-in.ts'
import { pause } from '../inventory/record-files.ts'
import { factsOf } from './entry-facts.ts'
import { ownAttributes, readAttributes } from '../../../../tools/files/attributes.ts'
import { withAccountNames } from '../../../../tools/files/posix-acl.ts'
import type { RunOptions } from '../../../../tools/run.ts'

/** Files. */
const yieldEvery = 64

export interface FileDigest {
  readonly content?: string
  readonly attributes?: string
  readonly facts?: string
}

/** Reads all that is in every file, in a tree that nobody writes to. What is not there has no digest. */
export async function digestFiles(
  root: string,
  paths: readonly BytePath[],
  { signal, report }: { readonly signal: AbortSignal; readonly report: (progress: Progress) => void },
): Promise<FileDigest[]> {
  const inside = lookInside(root)
  try {
    return await digestAll({ root, inside, paths }, { signal, report })
  } finally {
    inside.close()
  }
}

interface Digesting {
  readonly root: string
  readonly inside: Inside
  readonly paths: readonly BytePath[]
}

async function digestAll(
  { root, inside, paths }: Digesting,
  { signal, report }: { readonly signal: AbortSignal; readonly report: (progress: Progress) => void },
): Promise<FileDigest[]> {
  const accounts = readAccounts()
  const found: { readonly path: BytePath; readonly content?: string; readonly facts?: string }[] = []
  for (const [index, path] of paths.entries()) {
    signal.throwIfAborted()
    const stat = inside.stat(path)
    // Read at once: the folder around it is open now.
    const content = stat?.isFile() === true ? await digestContent(inside.open(path), signal) : undefined
    found.push({
      path,
      ...(content === undefined ? {} : { content }),
      ...(stat === undefined ? {} : { facts: factsOf(root, path, stat, accounts) }),
    })
    report({ done: index + 1, total: paths.length, unit: 'files' })
    if (index % yieldEvery === 0) await pause()
  }
  const there = found.flatMap(({ path, facts }) => (facts === undefined ? [] : [path]))
  const attributes = await readGivenAttributes(root, there, { signal })
  return found.map(({ path, ...digest }) =>
    digest.facts === undefined ? {} : { ...digest, attributes: attributes.get(path) ?? '' },
  )
}

/** Of what the disk does not give, a mark that is equal to nothing. */
async function digestContent(descriptor: number | undefined, signal: AbortSignal): Promise<string | undefined> {
  try {
    return descriptor === undefined ? undefined : await digestOpen(descriptor, signal)
  } catch (error) {
    if (isErrno(error, 'EIO')) return `${unreadableMark}${randomUUID()}`
    throw error
  }
}

async function digestOpen(descriptor: number, signal: AbortSignal): Promise<string> {
  try {
    const { size } = fstatSync(descriptor)
    if (size < pieceBytes) return digestSmall(descriptor, size)
    // Worth letting others in between.
    return await digestContents(descriptor, Buffer.allocUnsafe(pieceBytes), { signal, onBytes: giveSignOfLife })
  } finally {
    closeSync(descriptor)
  }
}

/** As `digestContents` has it, without waiting. Nobody writes to it: it is as large as its size says. */
function digestSmall(descriptor: number, size: number): string {
  const content = Buffer.allocUnsafe(size)
  let done = 0
  for (let bytesRead = -1; done < size && bytesRead !== 0; done += bytesRead) {
    bytesRead = readSync(descriptor, content, done, size - done, null)
  }
  return hash('sha256', content.subarray(0, done))
}

/** Path to text that is equal where they are, at most 64 characters; nothing of files without any. All are there. */
export async function readGivenAttributes(
  root: string,
  paths: readonly BytePath[],
  options: RunOptions,
): Promise<ReadonlyMap<BytePath, string>> {
  const found = await readAttributes({ paths: paths.map((path) => `${root}/${path}`), areFrozen: true }, options)
  const accounts = readAccounts()
  const all = new Map<BytePath, string>()
  for (const [path, lines] of found) {
    const given = lines.split('\n').filter((line) => !ownAttributes.test(line))
    // An account in an ACL that has another number, or none, on the other laptop is another one.
    const text = given.map((line) => withAccountNames(line, accounts)).join('\n')
    if (text !== '') all.set(path.slice(root.length + 1), shortened(text))
  }
  return all
}

/** They can be long, and a digest is enough to compare. */
function shortened(text: string): string {
  return text.length <= 64 ? text : createHash('sha256').update(text, 'latin1').digest('hex')
}
