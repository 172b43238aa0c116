/** Whether the programs that a switch needs, and a new sign-in of the person, would go on as they do. */
import { lstatSync } from 'node:fs'
import path from 'node:path'
import { readOwnText } from '../../../tools/files/own-file.ts'
import { shellOf } from '../../../tools/accounts/accounts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { sessionOfSu, tryPrograms } from '../../../tools/try-programs.ts'
import { agentProgram } from '../sshd-settings.ts'
import type { DoorProblem } from '../verbs.ts'
import { insteadOf } from './door-folders.ts'
import { giveSu } from './pam-problems.ts'

type ProgramProblem = Extract<DoorProblem, { kind: 'program' }>

/** `made` is all of /etc as it would be. What holds as it is now is among it. */
export async function findProgramProblems(
  person: string,
  made: string,
  options: RunOptions,
): Promise<readonly ProgramProblem[]> {
  giveSu(sessionOfSu, made)
  const areLanguagesComing = textOf(path.join(made, 'locale.gen')) !== textOf('/etc/locale.gen')
  const asked = { person: { name: person, shell: shellOf(person) }, agent: agentProgram, areLanguagesComing }
  const found = await tryPrograms(asked, insteadOf('programs', made), options)
  return found.map(({ program, hasFailed, words }) => {
    return { kind: 'program', program, why: hasFailed ? 'fails' : 'warns', what: words.slice(0, 1_000) } as const
  })
}

function textOf(file: string): string {
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() === true ? readOwnText(file, 'latin1') : ''
}
