/** A command for each page that a capability declares. */
import { calls } from '../../../contract/calls.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliCommand, CommandGroup } from '../program-parts.ts'

export const pageCommands: CommandGroup = {
  room: 'travels',
  add(program, command, does, { pages }) {
    for (const page of pages) command(program, page.id, page.does).action(does(pageCommand(page.id)))
  },
}

/** A page of a capability, in lines of text. */
function pageCommand(id: string): CliCommand {
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
