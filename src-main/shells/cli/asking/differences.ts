/** What a question of a plan is about, in both versions: a file, or the files that differ in a folder. */
import { calls } from '../../../contract/calls.ts'
import type { Question } from '../../../contract/preview.ts'
import type { PlanView } from '../../../contract/switch-state.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import type { AppClient } from '../../../transport/client.ts'
import type { Line } from '../colours.ts'
import { differenceLines } from '../difference.ts'
import { printableLine } from '../printable.ts'
import { filesLeft, nothingDiffers, sidesOf } from './texts.ts'

const mostFiles = 20

export async function differencesOf(client: AppClient, plan: PlanView, question: Question): Promise<readonly Line[]> {
  if (question.subject.kind !== 'home') return versionsOf(client, plan, question)
  const { paths, isWhole } = await differingFiles(client, question.id)
  if (paths.length === 0) return [nothingDiffers]
  const shown = paths.slice(0, mostFiles)
  const lines: Line[] = []
  for (const path of shown) lines.push(...(await versionsOf(client, plan, question, path)), '')
  return paths.length > mostFiles || !isWhole ? [...lines, filesLeft(shown.length, isWhole)] : lines.slice(0, -1)
}

async function versionsOf(
  client: AppClient,
  plan: PlanView,
  question: Question,
  path?: string,
): Promise<readonly Line[]> {
  const asked = { questionId: question.id, ...(path === undefined ? {} : { path }) }
  const { from, to } = await client.call(calls.switchLook, asked)
  const { before, after } = sidesOf(plan)
  const name = printableLine(path === undefined ? question.title : `/home/${textFromBytePath(path)}`)
  return [name, ...differenceLines({ head: before, side: to }, { head: after, side: from }, question.secret)]
}

/** Folder by folder, no more than one above what is shown. */
async function differingFiles(client: AppClient, questionId: string) {
  const paths: string[] = []
  let isWhole = true
  const folders: (string | undefined)[] = [undefined]
  while (folders.length > 0 && paths.length <= mostFiles) {
    const path = folders.shift()
    const page = { offset: 0, limit: 2_000, ...(path === undefined ? {} : { path }) }
    const listed = await client.call(calls.switchBrowse, { questionId, ...page })
    if (!listed.isWhole) isWhole = false
    for (const entry of listed.entries) (entry.type === 'folder' ? folders : paths).push(entry.path)
  }
  return { paths, isWhole }
}
