/** `pc-switcher open`, `url` and `serve`: the app itself, and its page. */
import type { CommandGroup } from '../program-parts.ts'

export const appCommands: CommandGroup = {
  room: 'laptops',
  add(program, command, _does, { openPage, printUrl, serve }) {
    command(program, 'open', 'open the page in the browser, and start the app if it is not running')
      .option('--window', 'in a window of its own, where there is a browser that makes one', false)
      .action(openPage)
    command(program, 'url', 'print a new link to the running app').action(printUrl)
    command(program, 'serve', 'run the app for the browser, on 127.0.0.1')
      .option('--port <number>', 'port on 127.0.0.1', process.env['PC_SWITCHER_PORT'] ?? '47600')
      .action(serve)
  },
  completes: { 'serve number': [] },
}
