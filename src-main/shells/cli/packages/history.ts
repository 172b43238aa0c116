/** `pc-switcher packages history`: what was installed, removed and updated on each laptop, from switch to switch. */
import { calls } from '../../../contract/calls.ts'
import type { PackagesEntry, PackagesHistory, UnreadableList } from '../../../contract/packages-history-calls.ts'
import type { AppClient } from '../../../transport/client.ts'
import type { Command } from '../commands.ts'
import { exitCodes } from '../exit-codes.ts'
import * as texts from './history-texts.ts'

export interface HistoryOptions {
  /** Host name or label. */
  readonly laptop?: string
  readonly search?: string
  /** At least this many entries, where there are as many. */
  readonly limit: number
}

export function packagesHistoryCommand(options: HistoryOptions): Command {
  return async ({ client }, output) => {
    const { lists, entries, unreadable, isMore } = await readEntries(client, options)
    output.tell({ type: 'packages-history', lists, entries, unreadable, more: isMore })
    if (lists.length === 0) output.say(texts.noneRecorded)
    else if (entries.length === 0) output.say(texts.nothingFound(options.search))
    entries.flatMap(texts.entryLines).forEach(output.say)
    unreadable.map(texts.unreadableLine).forEach(output.say)
    lists.map(texts.listLine).forEach(output.say)
    if (isMore) output.say(texts.moreThan(entries.length))
    return exitCodes.done
  }
}

interface ReadEntries {
  readonly lists: PackagesHistory['lists']
  readonly entries: readonly PackagesEntry[]
  readonly unreadable: readonly UnreadableList[]
  /** Whether older ones were not looked at. */
  readonly isMore: boolean
}

/** As many pages as it takes: one may have nothing of what is looked for. */
async function readEntries(client: AppClient, { laptop, search, limit }: HistoryOptions): Promise<ReadEntries> {
  const asked = { ...(laptop === undefined ? {} : { laptop }), ...(search === undefined ? {} : { search }) }
  const first = await client.call(calls.packagesHistory, { ...asked, limit })
  const entries = [...first.entries]
  const unreadable = [...first.unreadable]
  let start = first.next
  while (start !== undefined && entries.length < limit) {
    const page = await client.call(calls.packagesHistory, { ...asked, start, limit: limit - entries.length })
    entries.push(...page.entries)
    unreadable.push(...page.unreadable)
    start = page.next
  }
  return { lists: first.lists, entries, unreadable, isMore: start !== undefined }
}
