/** Which bundles there are, and what is known of each. */
import { existsSync, lstatSync, readdirSync, type Dirent } from 'node:fs'
import path from 'node:path'
import { bundlePartSchema, type BundleId } from '../../../contract/bundles-calls.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { bundlesMessages } from '../messages.ts'
import {
  bundleText,
  unreadableDigest,
  type BundleFacts,
  type BundleHead,
  type ProvenBundle,
  type WantedBundle,
} from '../schemas.ts'
import { readHead } from './bundle-lists.ts'
import { bundlesFolder, isPutAway, keptOf, treeOf } from './bundle-paths.ts'
import { recallBeside } from './beside-bundle.ts'
import { elsewhereState, provenState } from './bundle-proofs.ts'
import { useState } from './bundle-use.ts'

/** By name, of each the newest first. One whose description cannot be read is known to be damaged. */
export function readBundles(stateFolder: string): readonly BundleFacts[] {
  const found = foldersIn(bundlesFolder(stateFolder)).flatMap((name) =>
    foldersIn(path.join(bundlesFolder(stateFolder), name)).flatMap((version) =>
      readOne(stateFolder, { name, version }),
    ),
  )
  return found.toSorted((one, other) => orderOf(one).localeCompare(orderOf(other)) || (newer(one, other) ? -1 : 1))
}

const orderOf = ({ head }: BundleFacts): string => head.bundle.name
const newer = (one: BundleFacts, other: BundleFacts): boolean => one.head.madeAt > other.head.madeAt

function readOne(stateFolder: string, id: BundleId): readonly BundleFacts[] {
  const isAway = isPutAway(stateFolder, id)
  const place = isAway ? keptOf(stateFolder, id) : treeOf(stateFolder, id)
  const away = isAway ? { isAway } : {}
  const head = readHeadOf(place, id)
  if (head === undefined && !existsSync(place)) return []
  const elsewhere = recallBeside(stateFolder, elsewhereState(stateFolder, id))
  const use = recallBeside(stateFolder, useState(stateFolder, id))
  const known = {
    ...(elsewhere === undefined ? {} : { elsewhere }),
    ...(use === undefined ? {} : { use }),
    ...away,
  }
  if (head === undefined) return [{ ...unreadable(place, id), ...known }]
  const proven = isAway ? undefined : recallProof(stateFolder, head)
  return [{ head, place, ...(proven === undefined ? {} : { proven }), ...known }]
}

/** What the disk cannot read of the proof it cannot read of the rest. */
function recallProof(stateFolder: string, { bundle, madeAt }: BundleHead): ProvenBundle | undefined {
  try {
    return recallBeside(stateFolder, provenState(stateFolder, bundle))
  } catch (thrown) {
    if (!isErrno(thrown, 'EIO', 'EUCLEAN')) throw thrown
    return { version: 1, at: madeAt, isRight: false }
  }
}

/** AppError "blocked" where its files are not here. */
export function requireHere(facts: BundleFacts): BundleFacts {
  if (facts.isAway) throw bundlesMessages.putAway({ bundle: bundleText(facts.head.bundle) })
  return facts
}

/** What the disk cannot read must not hide the others. */
export function readHeadOf(place: string, id: BundleId): BundleHead | undefined {
  try {
    const head = readHead(place)
    return head !== undefined && bundleText(head.bundle) === bundleText(id) ? head : undefined
  } catch (thrown) {
    if (isErrno(thrown, 'EIO', 'EUCLEAN')) return undefined
    throw thrown
  }
}

/** It can be deleted and verified. No list of files has this digest, so nothing is read from it. */
function unreadable(place: string, bundle: BundleId): BundleFacts {
  const at = lstatSync(place).mtime.toISOString()
  const nothing = { sources: [], leftOut: [], files: 0, bytes: 0, madeOn: '', digest: unreadableDigest }
  return { place, head: { version: 1, bundle, madeAt: at, ...nothing }, proven: { version: 1, at, isRight: false } }
}

/** AppError "not-found". */
export function findBundle(stateFolder: string, { name, version }: WantedBundle): BundleFacts {
  const all = version === undefined ? readBundles(stateFolder) : readOne(stateFolder, { name, version })
  const found = all.find(({ head }) => head.bundle.name === name)
  if (found === undefined)
    throw bundlesMessages.noBundle({ bundle: version === undefined ? name : `${name}:${version}` })
  return found
}

/** Names that are names of bundles or versions. */
export function foldersIn(folder: string): readonly string[] {
  const isOne = (entry: Dirent) => entry.isDirectory() && bundlePartSchema.safeParse(entry.name).success
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (isOne(entry) ? [entry.name] : []))
}
