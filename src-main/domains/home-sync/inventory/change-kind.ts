/**
 * retyped: a folder is a file now, a file a link, and so on.
 * touched: only its change time moved, or how it is linked: its attributes or contents may be others, or may not.
 */
export type ChangeKind = 'added' | 'changed' | 'retyped' | 'touched' | 'deleted'

const changeKinds: ReadonlySet<string> = new Set(['added', 'changed', 'retyped', 'touched', 'deleted'])

export function isChangeKind(word: string): word is ChangeKind {
  return changeKinds.has(word)
}
