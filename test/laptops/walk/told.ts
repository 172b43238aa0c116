/** What a person answered and what the proof names, by path. */
import { idOf, marks } from '../../../src-main/domains/home-sync/on-pair/plan/folder-decisions.ts'
import { inUseQuestionId } from '../../../src-main/domains/home-sync/on-pair/in-use/in-use.ts'
import { folderItself } from '../../../src-main/domains/home-sync/on-pair/texts.ts'
import { textFromBytePath, type BytePath } from '../../../src-main/kernel/byte-path.ts'
import type { Answer } from './drive-switch.ts'
import { foldersOf } from './never-paths.ts'

const isOfMany = (id: string): boolean => Object.values(marks).some((mark) => id.endsWith(mark))

export function answersOf(
  answers: ReadonlyMap<string, Answer>,
  paths: readonly BytePath[],
): (path: BytePath) => Answer | undefined {
  const all = new Set(paths.flatMap(foldersOf))
  const byPath = new Map<BytePath, Answer>()
  for (const path of all) {
    const answer = answers.get(idOf(shownPath(path), ''))
    if (answer !== undefined) byPath.set(path, answer)
  }
  const unknown = [...answers.keys()].filter(
    (id) =>
      !isOfMany(id) && id !== inUseQuestionId && ![...byPath.keys()].some((path) => id === idOf(shownPath(path), '')),
  )
  if (unknown.length > 0) throw new Error(`questions about nothing that is there: ${unknown.join(' ')}`)
  const vanished = [...answers].filter(([id]) => id.endsWith(marks.vanished))
  return (path) => {
    const near = foldersOf(path).findLast((folder) => byPath.has(folder))
    if (near !== undefined) return byPath.get(near)
    return vanished.find(([id]) =>
      foldersOf(path).some((folder) => id === idOf(shownPath(folder), marks.vanished)),
    )?.[1]
  }
}

function shownPath(path: BytePath): BytePath {
  return path.startsWith('alice/') ? path.slice('alice/'.length) : `/home/${path}`
}

export function shownText(path: BytePath): string {
  return textFromBytePath(shownPath(path))
}

export function namedIn(names: readonly string[]): (path: BytePath) => boolean {
  const all = new Set(names)
  return (path) =>
    all.has(folderItself(shownText(path))) || foldersOf(path).some((folder) => all.has(shownText(folder)))
}

/** Of this folder alone, which both laptops gave other rights or attributes; what is in it is asked by itself. */
export function folderAnswer(answers: ReadonlyMap<string, Answer>, path: BytePath): Answer | undefined {
  return answers.get(idOf(shownPath(path), marks.rights))
}

/** "About something: a, b and 2 more." */
export function namesInNote(note: string): readonly string[] {
  const names = note.slice(note.indexOf(': ') + 2).replace(/( and [\d,]+ more)?\.$/, '')
  return names.split(', ')
}

/** With the folders around it. What one question asks about many places cannot be told from its id. */
export function answeredKeep(
  answers: ReadonlyMap<string, Answer>,
  answerFor: (path: BytePath) => Answer | undefined,
  paths: readonly BytePath[],
): (path: BytePath) => boolean {
  const kept = new Set(paths.filter((path) => answerFor(path) === 'keep').flatMap(foldersOf))
  const isManyKept = [...answers].some(
    ([id, answer]) => answer === 'keep' && isOfMany(id) && !id.endsWith(marks.rights),
  )
  return (path) => isManyKept || kept.has(path)
}
