/** What an archive calls its release, as its signed Release file says it, which apt has fetched. */
import path from 'node:path'
import { readIfThere } from '../files/own-file.ts'
import { releaseListName } from './apt-sources.ts'
import { ownLists } from './apt-view.ts'

export interface ReleaseNames {
  /** "stable-updates"; of Ubuntu "noble-updates". */
  readonly suite?: string | undefined
  /** "trixie-updates"; of Ubuntu "noble", whichever of its suites it is. */
  readonly codename?: string | undefined
}

/** `uri` without a slash at its end. Without names as long as apt has not fetched it. */
export function readReleaseNames(uri: string, suite: string): ReleaseNames {
  const name = path.join(ownLists, releaseListName(uri, suite))
  return parseReleaseNames(readIfThere(name) ?? readIfThere(name.replace(/InRelease$/, 'Release')) ?? '')
}

/** Fields as in https://wiki.debian.org/DebianRepository/Format, "Release files", inside of a signature or not. */
export function parseReleaseNames(text: string): ReleaseNames {
  const field = (name: string) => new RegExp(`^${name}: *([a-z0-9][a-z0-9.-]*)$`, 'm').exec(text)?.[1]
  return { suite: field('Suite'), codename: field('Codename') }
}

/** The suite by the name of its release ("trixie-updates"), also where "stable-updates" is written; as it is written where nothing is known. */
export function suiteOfRelease(written: string, { suite, codename }: ReleaseNames): string {
  // One with folders in it is an archive of its own ("buster/updates" of Debian up to 10), or has no release at all.
  if (written.includes('/') || codename === undefined) return written
  const isWhole = codename.includes('-') || !written.includes('-')
  return isWhole ? codename : (suite ?? written)
}
