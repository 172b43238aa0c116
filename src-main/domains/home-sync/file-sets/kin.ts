/**
 * Files that their names alone tell to be of one thing, whatever they are: those that differ in the extension, and the states of one
 * mail in a Maildir. Where each laptop changed some of them, half of each would be read as one. Pure.
 */
import { groupBy } from '../../../kernel/group-by.ts'

/** Has a letter, so that "2026.11.28" and "v1.2" have none, and is no sentence: "1. Introduction". */
const extension = /^(.*[^.])\.[\w+~-]{0,15}[a-z][\w+~-]{0,15}$/is

/** cr.yp.to/proto/maildir.html: a unique name, what a program adds to it behind a comma, and the flags. */
const uniqueName = /^\d+[._][^,:;!]*/

/** What a file of this key has in common with its kin: two files that share a word are. */
export function kinWords(key: string): readonly string[] {
  const mail = mailOf(key)
  if (mail !== undefined) return [`${mail.folder}\u0001\u0001${mail.name}`]
  const stem = stemOf(key)
  return stem === undefined ? [key] : [key, stem]
}

/** The same, with words that only tell that there may be kin of its kin. */
export function kinWordsAround(key: string): readonly string[] {
  const words = [...kinWords(key)]
  if (words.length < 2) return words
  for (let stem = stemOf(words[1] ?? ''); stem !== undefined; stem = stemOf(stem)) words.push(stem)
  return words
}

export function hasExtension(key: string): boolean {
  return stemOf(key) !== undefined
}

function stemOf(key: string): string | undefined {
  const name = key.slice(key.lastIndexOf('\u0001') + 1)
  const stem = extension.exec(name)?.[1]
  return stem === undefined ? undefined : key.slice(0, key.length - name.length) + stem
}

interface Mail {
  /** The Maildir. */
  readonly folder: string
  /** That no other mail has. */
  readonly name: string
}

export function mailOf(key: string): Mail | undefined {
  const names = key.split('\u0001')
  const [name = '', kind] = names.slice(-2).reverse()
  const unique = kind === 'cur' || kind === 'new' ? uniqueName.exec(name)?.[0] : undefined
  return unique === undefined ? undefined : { folder: names.slice(0, -2).join('\u0001'), name: unique }
}

/** Puts together what shares a word, or shares one with what does. */
export function groupKin<T>(
  members: readonly T[],
  wordsOf: (member: T) => readonly string[],
): readonly (readonly T[])[] {
  const next = new Map<string, string>()
  const lastOf = (word: string): string => {
    let last = word
    for (let one = next.get(last); one !== undefined; one = next.get(last)) last = one
    if (last !== word) next.set(word, last)
    return last
  }
  for (const member of members) {
    const [first, ...others] = wordsOf(member).map(lastOf)
    for (const other of others)
      if (first !== undefined && lastOf(other) !== lastOf(first)) next.set(lastOf(other), lastOf(first))
  }
  return [...groupBy(members, (member) => lastOf(wordsOf(member)[0] ?? '')).values()]
}
