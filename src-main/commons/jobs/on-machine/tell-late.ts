/**
 * Tells the desktops of this laptop, once a day, which jobs are not done as often as they should be: who never opens the app would not
 * hear of it.
 */
import path from 'node:path'
import { z } from 'zod'
import { startOfDay } from '../../../kernel/local-days.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import type { AgentHost, AllInAgent } from '../../capability/agent-capability.ts'
import { listDesktops, show } from '../../notices/on-machine/desktops.ts'
import { jobsMessages } from '../messages.ts'
import * as texts from '../texts.ts'
import { lookAtJob } from './look-at-job.ts'

const toldSchema = z.object({ version: z.literal(1), at: z.string() })
type Told = z.infer<typeof toldSchema>

/** One for each. */
function lateLines(host: AgentHost, { jobs, wording }: Pick<AllInAgent, 'jobs' | 'wording'>): readonly string[] {
  const listed = jobs.filter(({ timer }) => timer !== 'none')
  return listed.flatMap((job) => {
    const { title, notDone } = lookAtJob(host, job)
    return notDone === undefined ? [] : [`${wording.text(title)}: ${texts.notDoneText(notDone, wording)}`]
  })
}

/** What nobody was there to see is told when somebody is. */
export async function tellLate(
  host: AgentHost,
  all: Pick<AllInAgent, 'jobs' | 'wording'>,
  tell: typeof showToAll = showToAll,
): Promise<void> {
  const now = new Date()
  const told = recallState(stateOf(host.stateFolder))
  // One that a clock has dated into the future does not silence it.
  if (told !== undefined && startOfDay(new Date(told.at)).getTime() === startOfDay(now).getTime()) return
  const lines = lateLines(host, all)
  if (lines.length === 0) return
  if (await tell(host, lines.join('\n'))) writeState(stateOf(host.stateFolder), { version: 1, at: now.toISOString() })
}

/** Whether any of them showed it. */
async function showToAll(host: AgentHost, body: string): Promise<boolean> {
  const desktops = (await listDesktops(host, {})) ?? []
  const notification = { title: texts.lateTitle, body, stays: false, replaces: undefined }
  const shown = await Promise.all(desktops.map(({ account }) => show(host, account, notification, {})))
  return shown.some((number) => number !== undefined)
}

function stateOf(stateFolder: string): StateText<Told> {
  return {
    path: path.join(stateFolder, 'jobs', 'told-late.json'),
    schema: toldSchema,
    without: jobsMessages.withoutToldLate({}),
  }
}
