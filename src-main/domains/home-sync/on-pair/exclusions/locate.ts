/** Where in the home a path of the person's leads. Asked as the person, in the app. */
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { pathProblem } from '../../../../commons/rule-lines/rule-line.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { notInHome, patternProblems, refusedRule } from './texts.ts'

/**
 * "/Downloads/iso" of "/home/alice/Downloads/iso": links on the way are followed, as nothing is copied through them; what
 * the last name is stays as it is. AppError "invalid-input" when it is not in the home, or no rule can name it.
 */
export async function locateInHome(home: string, given: string): Promise<string> {
  const wanted = path.resolve(given)
  const [top, around] = await Promise.all([realPlace(home), realPlace(path.dirname(wanted))])
  const place = wanted === path.resolve(home) ? top : path.join(around, path.basename(wanted))
  if (place !== top && !place.startsWith(`${top}/`)) {
    throw new AppError({ code: 'invalid-input', ...notInHome(given, home) })
  }
  const below = place === top ? '/' : place.slice(top.length)
  const problem = pathProblem(below)
  if (problem === undefined) return below
  throw new AppError({ code: 'invalid-input', ...refusedRule(given, patternProblems[problem]) })
}

/** What is not there, or not to be looked into, is taken as it is written. */
async function realPlace(place: string): Promise<string> {
  try {
    return await realpath(place)
  } catch {
    const around = path.dirname(place)
    return around === place ? place : path.join(await realPlace(around), path.basename(place))
  }
}
