/** A page of a capability, in lines of text. */
import { calls } from '../../contract/calls.ts'
import type { CliCommand } from './commands.ts'
import { exitCodes } from './exit-codes.ts'

export function pageCommand(id: string): CliCommand {
  return async ({ client }, output) => {
    const content = await client.call(calls.pagesRead, { id })
    output.tell({ type: 'page', id, ...content })
    output.say(content.lead)
    for (const { title, rows } of content.sections) {
      output.say(`${title}:`)
      for (const row of rows) output.say(`  ${row.title}  ${row.value}  ${row.text}`.trimEnd())
    }
    return exitCodes.done
  }
}
