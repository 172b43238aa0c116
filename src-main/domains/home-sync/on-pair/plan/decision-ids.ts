import { exactText, type BytePath } from '../../../../kernel/byte-path.ts'

/** At the end of an id: what is decided of a folder. Of one folder there can be a decision of each. */
export const marks = {
  vanished: '/-',
  only: '/+',
  both: '/*',
  /** Of those that are asked about together, the ones of which neither version is newer. */
  undated: '/~*',
  foldersOfBoth: '/=*',
  repositories: '/.git*',
  onlyRepositories: '/.git+',
  rights: '/!',
} as const
export type DecisionMark = (typeof marks)[keyof typeof marks] | ''

/** Two decisions never have one id: a file whose name is a mark is not taken for a group. */
export function idOf(path: BytePath, mark: DecisionMark): string {
  const isMarked = Object.values(marks).some((one) => path.endsWith(one))
  const plain = isMarked ? path.replace(/\/([^/]*)$/, '//$1') : path
  return `home:${exactText(plain)}${mark}`
}
